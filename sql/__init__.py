"""The warehouse: its tables, its views, its queries, and the one module that speaks to PostgreSQL."""
