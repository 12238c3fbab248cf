/**
 * The records database as the acts see it. Times are milliseconds since 1970-01-01T00:00Z, days `YYYY-MM-DD` in the pack's time zone, JSON
 * columns hold JSON text. No key material stands here but sealed or wrapped.
 */
export type Schema = {
  settings: { key: string; value: string }
  persons: {
    id: string
    name: string
    post: string
    role: string
    state: 'invited' | 'enrolled'
    /** SHA-256 of the one-time code; null once enrolled */
    inviteHash: Uint8Array | null
    salt: Uint8Array | null
    /** SHA-256 of the first half of Argon2id */
    proofHash: Uint8Array | null
    openPublicKey: Uint8Array | null
    signPublicKey: Uint8Array | null
    wrappedKeys: Uint8Array | null
    createdAt: number
    failedSignIns: number
    lastFailedAt: number | null
  }
  roleKeys: { id: string; publicKey: Uint8Array; createdAt: number }
  roleKeyWraps: { roleKey: string; person: string; wrapped: Uint8Array; by: string; at: number }
  sessions: { tokenHash: Uint8Array; person: string; createdAt: number; seenAt: number }
  cameras: {
    id: string
    /** row of the instrument's register */
    row: string
    place: string
    url: string
    username: string
    password: string
    kbps: number
    state: 'registered' | 'recording'
    registeredAt: number
    startedAt: number | null
  }
  epochs: {
    id: string
    camera: string
    roleKey: string
    /** HPKE to the role key; null once erased */
    sealedOfficeLock: Uint8Array | null
    preparedAt: number
    /** null while it is a spare */
    beganAt: number | null
    day: string | null
    /** set when the time lock is destroyed; a held epoch keeps its sealed office lock until its holds end */
    erasedAt: number | null
  }
  /** what the office has set where the instrument leaves it open; `value` is JSON */
  officeValues: {
    path: string
    value: string
    decidedOn: string
    decidedBy: string
    enteredAt: number
    enteredBy: string
    entrySeq: number
  }
  /** how often entries of each kind rested on a clause, and when last */
  clauseUse: { clause: string; kind: string; count: number; lastAt: number; lastSeq: number }
  cases: {
    id: string
    number: string
    /** id of the pack's ground */
    groundId: string
    state: 'entered' | 'approved' | 'refused' | 'unlocked'
    /** the clause that the ground rests on */
    ground: string
    purpose: string
    /** JSON: what the instrument looks at (acts/case-facts.ts) */
    facts: string
    windowFrom: number
    windowTo: number
    applicant: string | null
    enteredAt: number
    enteredBy: string
    decidedAt: number | null
    decidedBy: string | null
    decisionReason: string | null
  }
  /** decisions and instructions of a case, in order */
  caseSteps: {
    caseId: string
    step: number
    did: string
    role: string
    person: string
    at: number
    reason: string
  }
  /** what was done for a duty of the instrument, for all or for one camera */
  evidence: {
    id: string
    duty: string
    kind: string
    camera: string | null
    /** day on which it was done */
    doneOn: string
    /** JSON: ids of the duty's items, or null where it has none */
    items: string | null
    note: string
    enteredAt: number
    enteredBy: string
    entrySeq: number
  }
  caseCameras: { caseId: string; camera: string }
  instructions: {
    id: string
    caseId: string
    canonical: string
    signature: Uint8Array
    unlocker: string
    at: number
    entrySeq: number
  }
  grants: {
    instruction: string
    operator: string
    epoch: string
    firstLeaf: number
    lastLeaf: number
    sealed: Uint8Array
  }
  holds: {
    id: string
    caseId: string
    clause: string
    endsOn: string
    placedAt: number
    /** leaf1 of the held leaves under the hold's own key */
    sealedLeaves: Uint8Array
    /** set when the fragments stand in held slots */
    copiedAt: number | null
    endedAt: number | null
  }
  holdLeaves: { hold: string; camera: string; epoch: string; leaf: number }
  viewings: { id: string; caseId: string; person: string; at: number; endedAt: number | null }
  releases: { caseId: string; person: string; epoch: string; leaf: number; at: number }
  exports: {
    id: string
    caseId: string
    by: string
    at: number
    recipient: string
    medium: string
    entrySeq: number
  }
  erasures: {
    id: string
    cause: 'expired' | 'hold-ended' | 'capacity'
    day: string
    dueAt: number
    erasedAt: number
    late: number
    cameras: number
    footageMs: number
    slots: number
    anchor: string
  }
  erasureSlots: { erasure: string; slot: number; generation: number; overwrittenAt: number | null }
}
