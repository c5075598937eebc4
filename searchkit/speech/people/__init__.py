"""Who an article is about: its words as tokens, the names among them, titles, genders, namesakes."""
