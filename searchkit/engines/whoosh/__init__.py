"""The embedded engine: Whoosh with segments of arrays. The only folder that imports Whoosh."""
