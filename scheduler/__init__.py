"""What happens because time passes: sweep, jobs, runners and the command line."""
