"""What people do: one transaction each; nothing here sends."""
