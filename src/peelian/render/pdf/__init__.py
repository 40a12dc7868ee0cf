"""The paper and the brief as tagged PDF, from the same blocks as the page."""
