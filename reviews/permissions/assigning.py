"""Who plans and changes the assignment of experts."""
