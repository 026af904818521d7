-- The spine of a .isms document: the same few tables for every kind of record. Format 1.
-- What was done is in act and revision, and is never changed. record.head, link and meta.size/root are computed from them, and rebuilt
-- and compared by "verify". The views at the end of the schema (one a kind) are for people with another SQLite program.

CREATE TABLE meta (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  log  TEXT NOT NULL CHECK (length(log) = 32),              -- random number of this trail
  size INTEGER NOT NULL CHECK (size >= 0),                  -- number of acts
  root BLOB NOT NULL CHECK (length(root) = 32)              -- Merkle tree head over act.leaf (RFC 9162, 2.1.1)
) STRICT;

CREATE TABLE act (
  seq      INTEGER PRIMARY KEY CHECK (seq >= 1),            -- no gaps
  at       TEXT NOT NULL,                                   -- moment by the machine's clock, UTC
  day      TEXT NOT NULL,                                   -- civil date
  by       TEXT NOT NULL,                                   -- code of a person
  verb     TEXT NOT NULL,
  why      TEXT,
  why_salt BLOB CHECK (length(why_salt) = 32),
  undoes   INTEGER REFERENCES act (seq),
  body     TEXT NOT NULL,                                   -- canonical JSON (RFC 8785), the bytes that are hashed
  leaf     BLOB NOT NULL CHECK (length(leaf) = 32)          -- SHA-256 (0x00 || body)
) STRICT;

CREATE TABLE record (
  id   INTEGER PRIMARY KEY CHECK (id >= 1),
  kind TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  head INTEGER NOT NULL,                                    -- version that stands now
  FOREIGN KEY (id, head) REFERENCES revision (record, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE revision (
  id         INTEGER PRIMARY KEY CHECK (id >= 1),
  act        INTEGER NOT NULL REFERENCES act (seq),
  record     INTEGER NOT NULL REFERENCES record (id),
  version    INTEGER NOT NULL CHECK (version >= 1),
  salt       BLOB CHECK (length(salt) = 32),                -- salt and body are NULL once erased
  body       TEXT,                                          -- canonical JSON
  commitment BLOB NOT NULL CHECK (length(commitment) = 32), -- SHA-256 (0x02 || salt || body), listed in the act's body
  derived    TEXT NOT NULL,                                 -- {"p":[fingerprints],"a":active,"r":retired}
  UNIQUE (record, version)
) STRICT;

CREATE TABLE link (
  src   INTEGER NOT NULL REFERENCES record (id),
  n     INTEGER NOT NULL,                                   -- order within the record
  field TEXT NOT NULL,
  dst   INTEGER NOT NULL REFERENCES record (id),
  PRIMARY KEY (src, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  sha256     BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  name       TEXT NOT NULL,                                 -- a label, never a path
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL CHECK (size >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE chunk (
  id     INTEGER PRIMARY KEY CHECK (id >= 1),
  sha256 BLOB NOT NULL REFERENCES evidence (sha256),
  n      INTEGER NOT NULL CHECK (n >= 0),
  bytes  BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 1048576),
  UNIQUE (sha256, n)
) STRICT;

CREATE TABLE checkpoint (
  n       INTEGER PRIMARY KEY CHECK (n >= 1),
  size    INTEGER NOT NULL CHECK (size >= 0),
  root    BLOB NOT NULL CHECK (length(root) = 32),
  day     TEXT NOT NULL,
  note    TEXT NOT NULL,
  purpose TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,                -- unfinished guides; the only rows that are ever deleted for good
  wizard  TEXT NOT NULL,
  subject TEXT NOT NULL,
  step    TEXT NOT NULL,
  answers TEXT NOT NULL,
  kept_at TEXT NOT NULL
) STRICT;

-- Guard rails against our own mistakes. They do not hold off a person with another SQLite program: "verify" and checkpoints do.
CREATE TRIGGER meta_new BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta) BEGIN SELECT RAISE (ABORT, 'meta has one row'); END;
CREATE TRIGGER meta_set BEFORE UPDATE ON meta WHEN NEW.one IS NOT OLD.one OR NEW.log IS NOT OLD.log OR NEW.size < OLD.size
  BEGIN SELECT RAISE (ABORT, 'the trail only grows'); END;
CREATE TRIGGER meta_del BEFORE DELETE ON meta BEGIN SELECT RAISE (ABORT, 'meta has one row'); END;

CREATE TRIGGER act_new BEFORE INSERT ON act WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM act)
  BEGIN SELECT RAISE (ABORT, 'the next act must follow the last'); END;
CREATE TRIGGER act_set BEFORE UPDATE ON act BEGIN SELECT RAISE (ABORT, 'acts are append-only'); END;
CREATE TRIGGER act_del BEFORE DELETE ON act BEGIN SELECT RAISE (ABORT, 'acts are append-only'); END;

CREATE TRIGGER revision_new BEFORE INSERT ON revision
  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM revision) OR NEW.act IS NOT (SELECT max(seq) FROM act)
    OR NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM revision WHERE record = NEW.record)
  BEGIN SELECT RAISE (ABORT, 'the next revision must follow the last'); END;
CREATE TRIGGER revision_set BEFORE UPDATE ON revision
  WHEN NEW.salt IS NOT NULL OR NEW.body IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.act IS NOT OLD.act OR NEW.record IS NOT OLD.record
    OR NEW.version IS NOT OLD.version OR NEW.commitment IS NOT OLD.commitment OR NEW.derived IS NOT OLD.derived
    OR (SELECT verb FROM act ORDER BY seq DESC LIMIT 1) IS NOT 'erase'
  BEGIN SELECT RAISE (ABORT, 'revisions are append-only; only an act of erasure takes salt and body'); END;
CREATE TRIGGER revision_del BEFORE DELETE ON revision BEGIN SELECT RAISE (ABORT, 'revisions are append-only'); END;

CREATE TRIGGER record_new BEFORE INSERT ON record
  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM record) OR EXISTS (SELECT 1 FROM record WHERE code = NEW.code)
  BEGIN SELECT RAISE (ABORT, 'the next record must follow the last'); END;
CREATE TRIGGER record_set BEFORE UPDATE ON record WHEN NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.code IS NOT OLD.code OR NEW.head < OLD.head
  BEGIN SELECT RAISE (ABORT, 'a record keeps its kind and code'); END;
CREATE TRIGGER record_del BEFORE DELETE ON record BEGIN SELECT RAISE (ABORT, 'records are retired, never deleted'); END;

CREATE TRIGGER evidence_new BEFORE INSERT ON evidence WHEN EXISTS (SELECT 1 FROM evidence WHERE sha256 = NEW.sha256)
  BEGIN SELECT RAISE (ABORT, 'evidence is stored once'); END;
CREATE TRIGGER evidence_set BEFORE UPDATE ON evidence BEGIN SELECT RAISE (ABORT, 'evidence never changes'); END;
CREATE TRIGGER evidence_del BEFORE DELETE ON evidence BEGIN SELECT RAISE (ABORT, 'evidence is never deleted'); END;

CREATE TRIGGER chunk_new BEFORE INSERT ON chunk
  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM chunk) OR NEW.n IS NOT (SELECT coalesce(max(n) + 1, 0) FROM chunk WHERE sha256 = NEW.sha256)
  BEGIN SELECT RAISE (ABORT, 'the next chunk must follow the last'); END;
CREATE TRIGGER chunk_set BEFORE UPDATE ON chunk BEGIN SELECT RAISE (ABORT, 'evidence never changes'); END;
CREATE TRIGGER chunk_del BEFORE DELETE ON chunk BEGIN SELECT RAISE (ABORT, 'evidence is never deleted'); END;

CREATE TRIGGER checkpoint_new BEFORE INSERT ON checkpoint
  WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM checkpoint) OR NEW.size < (SELECT coalesce(max(size), 0) FROM checkpoint)
  BEGIN SELECT RAISE (ABORT, 'the next checkpoint must follow the last'); END;
CREATE TRIGGER checkpoint_set BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE (ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoint_del BEFORE DELETE ON checkpoint BEGIN SELECT RAISE (ABORT, 'checkpoints are append-only'); END;
