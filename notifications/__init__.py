"""What is said to whom, and how it leaves the house."""
