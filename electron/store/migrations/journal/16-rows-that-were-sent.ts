/** The numbers that an operation names, our ids of rows among them; what cannot be read names nothing. */
const named = (operation: string) => `
  SELECT DISTINCT value, ${operation}.id
  FROM json_tree(iif(json_valid(${operation}.params), ${operation}.params, '{}')) WHERE json_tree.type = 'integer'`

/** Version 16 of the journal. */
export const rowsThatWereSent = `
  -- What was sent is found by the rows that it was about. Which of these numbers is the id of a row, the kind knows.
  CREATE TABLE sent_number (
    number INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    PRIMARY KEY (number, operation)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO sent_number
    SELECT DISTINCT json_tree.value, operation.id
    FROM operation, json_tree(iif(json_valid(operation.params), operation.params, '{}'))
    WHERE operation.attempts > 0 AND json_tree.type = 'integer';
  CREATE TRIGGER operation_sent AFTER UPDATE OF attempts ON operation WHEN new.attempts > 0 BEGIN
    INSERT INTO sent_number ${named('new')} ON CONFLICT DO NOTHING;
  END;
  CREATE TRIGGER operation_kept AFTER INSERT ON operation WHEN new.attempts > 0 BEGIN
    INSERT INTO sent_number ${named('new')} ON CONFLICT DO NOTHING;
  END;
`
