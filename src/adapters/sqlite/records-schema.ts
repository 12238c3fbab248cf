/** Each entry brings the records database one version further; applied in one transaction with the version mark. */
export const recordMigrations: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE persons (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, post TEXT NOT NULL, role TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'enrolled')),
    inviteHash BLOB, salt BLOB, proofHash BLOB, openPublicKey BLOB, signPublicKey BLOB, wrappedKeys BLOB,
    createdAt INTEGER NOT NULL, failedSignIns INTEGER NOT NULL, lastFailedAt INTEGER
  ) STRICT;
  CREATE TABLE roleKeys (id TEXT PRIMARY KEY, publicKey BLOB NOT NULL, createdAt INTEGER NOT NULL) STRICT;
  CREATE TABLE roleKeyWraps (
    roleKey TEXT NOT NULL REFERENCES roleKeys, person TEXT NOT NULL REFERENCES persons,
    wrapped BLOB NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (roleKey, person)
  ) STRICT;
  CREATE TABLE sessions (
    tokenHash BLOB PRIMARY KEY, person TEXT NOT NULL REFERENCES persons,
    createdAt INTEGER NOT NULL, seenAt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE cameras (
    id TEXT PRIMARY KEY, row TEXT NOT NULL, place TEXT NOT NULL, url TEXT NOT NULL,
    username TEXT NOT NULL, password TEXT NOT NULL, kbps REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('registered', 'recording')),
    registeredAt INTEGER NOT NULL, startedAt INTEGER
  ) STRICT;
  CREATE TABLE epochs (
    id TEXT PRIMARY KEY, camera TEXT NOT NULL REFERENCES cameras, roleKey TEXT NOT NULL REFERENCES roleKeys,
    sealedOfficeLock BLOB, preparedAt INTEGER NOT NULL, beganAt INTEGER, day TEXT, erasedAt INTEGER
  ) STRICT;
  CREATE INDEX epochsByDay ON epochs (day) WHERE erasedAt IS NULL;
  CREATE TABLE cases (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, groundId TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('entered', 'approved', 'refused', 'unlocked')),
    ground TEXT NOT NULL, purpose TEXT NOT NULL, facts TEXT NOT NULL, windowFrom INTEGER NOT NULL, windowTo INTEGER NOT NULL,
    applicant TEXT, enteredAt INTEGER NOT NULL, enteredBy TEXT NOT NULL REFERENCES persons,
    decidedAt INTEGER, decidedBy TEXT REFERENCES persons, decisionReason TEXT
  ) STRICT;
  CREATE TABLE caseCameras (
    caseId TEXT NOT NULL REFERENCES cases, camera TEXT NOT NULL REFERENCES cameras, PRIMARY KEY (caseId, camera)
  ) STRICT;
  CREATE TABLE caseSteps (
    caseId TEXT NOT NULL REFERENCES cases, step INTEGER NOT NULL, did TEXT NOT NULL, role TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES persons, at INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (caseId, step)
  ) STRICT;
  CREATE TABLE evidence (
    id TEXT PRIMARY KEY, duty TEXT NOT NULL, kind TEXT NOT NULL, camera TEXT REFERENCES cameras, doneOn TEXT NOT NULL,
    items TEXT, note TEXT NOT NULL, enteredAt INTEGER NOT NULL, enteredBy TEXT NOT NULL REFERENCES persons,
    entrySeq INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX evidenceByDuty ON evidence (duty);
  CREATE TABLE officeValues (
    path TEXT PRIMARY KEY, value TEXT NOT NULL, decidedOn TEXT NOT NULL, decidedBy TEXT NOT NULL, enteredAt INTEGER NOT NULL,
    enteredBy TEXT NOT NULL REFERENCES persons, entrySeq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE clauseUse (
    clause TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, lastAt INTEGER NOT NULL, lastSeq INTEGER NOT NULL,
    PRIMARY KEY (clause, kind)
  ) STRICT;
  CREATE TABLE instructions (
    id TEXT PRIMARY KEY, caseId TEXT NOT NULL UNIQUE REFERENCES cases, canonical TEXT NOT NULL, signature BLOB NOT NULL,
    unlocker TEXT NOT NULL REFERENCES persons, at INTEGER NOT NULL, entrySeq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE grants (
    instruction TEXT NOT NULL REFERENCES instructions, operator TEXT NOT NULL REFERENCES persons, epoch TEXT NOT NULL,
    firstLeaf INTEGER NOT NULL, lastLeaf INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (instruction, operator, epoch, firstLeaf)
  ) STRICT;
  CREATE TABLE holds (
    id TEXT PRIMARY KEY, caseId TEXT NOT NULL REFERENCES cases, clause TEXT NOT NULL, endsOn TEXT NOT NULL,
    placedAt INTEGER NOT NULL, sealedLeaves BLOB NOT NULL, copiedAt INTEGER, endedAt INTEGER
  ) STRICT;
  CREATE INDEX holdsByEnd ON holds (endsOn) WHERE endedAt IS NULL;
  CREATE TABLE holdLeaves (
    hold TEXT NOT NULL REFERENCES holds, camera TEXT NOT NULL, epoch TEXT NOT NULL, leaf INTEGER NOT NULL,
    PRIMARY KEY (hold, epoch, leaf)
  ) STRICT;
  CREATE INDEX holdLeavesByEpoch ON holdLeaves (epoch, leaf);
  CREATE TABLE viewings (
    id TEXT PRIMARY KEY, caseId TEXT NOT NULL REFERENCES cases, person TEXT NOT NULL REFERENCES persons,
    at INTEGER NOT NULL, endedAt INTEGER
  ) STRICT;
  CREATE TABLE releases (
    caseId TEXT NOT NULL REFERENCES cases, person TEXT NOT NULL REFERENCES persons, epoch TEXT NOT NULL,
    leaf INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (caseId, person, epoch, leaf)
  ) STRICT;
  CREATE TABLE exports (
    id TEXT PRIMARY KEY, caseId TEXT NOT NULL REFERENCES cases, "by" TEXT NOT NULL REFERENCES persons, at INTEGER NOT NULL,
    recipient TEXT NOT NULL, medium TEXT NOT NULL, entrySeq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE erasures (
    id TEXT PRIMARY KEY, cause TEXT NOT NULL CHECK (cause IN ('expired', 'hold-ended', 'capacity')), day TEXT NOT NULL,
    dueAt INTEGER NOT NULL, erasedAt INTEGER NOT NULL, late INTEGER NOT NULL, cameras INTEGER NOT NULL,
    footageMs INTEGER NOT NULL, slots INTEGER NOT NULL, anchor TEXT NOT NULL
  ) STRICT;
  CREATE TABLE erasureSlots (
    erasure TEXT NOT NULL REFERENCES erasures, slot INTEGER NOT NULL, generation INTEGER NOT NULL, overwrittenAt INTEGER,
    PRIMARY KEY (erasure, generation)
  ) STRICT;
  CREATE INDEX erasureSlotsByGeneration ON erasureSlots (generation);
  `,
]
