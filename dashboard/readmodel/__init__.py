"""What each page shows, read in a few queries whose cost does not grow with what it leaves out."""
