-- A batch asks for few rows of tables however large: each by its index, whatever the planner takes their number to be.
set local enable_seqscan = off;
set local enable_hashjoin = off;
set local enable_mergejoin = off
