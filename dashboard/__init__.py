"""The board: pages people read every morning, and forms through which they act."""
