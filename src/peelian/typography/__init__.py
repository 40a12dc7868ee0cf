"""Typography: how wide and high text is, and whether two colours can be told apart."""
