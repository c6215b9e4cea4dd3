-- Parquet files as DuckDB writes them: pairs and features for `signbench twins`.
-- Made by DuckDB 1.5.6. Run in test/golden: duckdb < parquet_files.sql
COPY (SELECT i AS id, [i + 0.25, -i, 0.1 * i]::FLOAT[] AS embedding FROM range(5000) t(i))
  TO 'parquet/lists.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048);
COPY (SELECT [i / 3, 2 * i]::DOUBLE[2] AS embedding FROM range(3) t(i))
  TO 'parquet/arrays.parquet' (FORMAT parquet, COMPRESSION snappy);
COPY (SELECT i / 3 AS a, (i * i)::FLOAT AS b, -i::INTEGER AS c FROM range(5000) t(i))
  TO 'parquet/wide.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048);
COPY (SELECT CASE WHEN i = 1 THEN [1.0, NULL] ELSE [1.0, 2.0] END AS embedding FROM range(3) t(i))
  TO 'parquet/missing.parquet' (FORMAT parquet);
COPY (SELECT CASE WHEN i = 2 THEN [1.0] ELSE [1.0, 2.0] END AS embedding FROM range(3) t(i))
  TO 'parquet/ragged.parquet' (FORMAT parquet);
COPY (SELECT 'Q' || i AS prompt, 'A é😀' || i AS chosen, 'B' || i AS rejected, i AS chosen_score FROM range(3) t(i))
  TO 'parquet/texts.parquet' (FORMAT parquet, COMPRESSION gzip);
COPY (SELECT 'Q' || i AS prompt,
        [{'content': 'Q' || i, 'role': 'user'}, {'content': 'A' || i, 'role': 'assistant'}] AS chosen,
        [{'content': 'Q' || i, 'role': 'user'}, {'content': 'B' || i, 'role': 'assistant'}] AS rejected,
        8.5 AS score_chosen, 2 AS score_rejected, 'not read' AS other
      FROM range(3) t(i))
  TO 'parquet/messages.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (SELECT i AS pid, 'Persona ' || i AS persona_summary FROM range(3) t(i))
  TO 'parquet/personas.parquet' (FORMAT parquet);
