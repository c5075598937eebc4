"""Speech by turns: labels, who holds them, who has the floor, and when the narrator is back."""
