"""The presentation: slides in native tables and charts that Office can edit."""
