/** Closed lists of the pack language and of the questions asked of a pack (docs/ref/pack.md). */

export const forces = ['must', 'mustNot', 'should', 'may'] as const
export type Force = (typeof forces)[number]

export const approximations = ['exact', 'atMost', 'about', 'inPrinciple', 'atLeast'] as const
export type Approximation = (typeof approximations)[number]

/** Which day is the first of a period, in the order in which the pack lists the readings. */
export const countings = ['recordingDay', 'eventDay', 'nextDay', 'nextFiscalYear'] as const
export type Counting = (typeof countings)[number]

export const acts = [
  'install',
  'add',
  'go-live',
  'change',
  'move',
  'remove',
  'record',
  'stop',
  'watch-live',
  'search',
  'view',
  'retrieve',
  'copy',
  'provide',
  'publish',
  'take-out',
  'extend',
  'erase',
  'edit',
  'steer',
  'analyse',
  'record-sound',
  'appoint',
  'delegate',
  'lend',
  'access-own',
  'attend',
] as const
export type Act = (typeof acts)[number]

/** Acts that an instrument regulates but need not permit: what it does not forbid is free, once its duties are met. */
export const freeActs: ReadonlySet<Act> = new Set<Act>([
  'install',
  'add',
  'go-live',
  'change',
  'move',
  'remove',
  'record',
  'stop',
  'erase',
  'appoint',
])

export const installers = ['municipality', 'involved', 'association', 'business', 'person', 'other'] as const

export const places = [
  'publicRoad',
  'publicSquare',
  'park',
  'school',
  'publicFacility',
  'carPark',
  'bicyclePark',
  'shop',
  'home',
  'vehicle',
  'river',
  'wasteSite',
  'other',
] as const

export const purposes = [
  'crimePrevention',
  'accidentPrevention',
  'disaster',
  'facilityManagement',
  'guarding',
  'traffic',
  'dumping',
  'environment',
  'staffProtection',
  'statistics',
  'other',
] as const
export type Purpose = (typeof purposes)[number]

export const requesterKinds = [
  'police',
  'prosecutor',
  'court',
  'otherInvestigator',
  'administrativeBody',
  'ownOrgan',
  'lawyer',
  'dataSubject',
  'guardian',
  'victim',
  'resident',
  'association',
  'press',
  'researcher',
  'contractor',
  'other',
] as const
export type RequesterKind = (typeof requesterKinds)[number]
/** `none`: the municipality's own initiative. */
export const requestBy = [...requesterKinds, 'none'] as const

export const requestBases = [
  'law',
  'order',
  'officialInquiry',
  'request',
  'consent',
  'danger',
  'statistics',
  'research',
  'personBenefit',
  'headDecision',
  'managerDecision',
  'none',
] as const

export const channels = ['counter', 'post', 'phone', 'fax', 'online'] as const

export const documentKinds = [
  'investigationInquiry',
  'application',
  'useApplicationPledge',
  'consent',
  'identity',
  'order',
  'agreement',
  'notice',
  'writtenRequest',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export const dataClasses = ['live', 'recorded', 'copy', 'still', 'print', 'sound', 'telemetry'] as const
export type DataClass = (typeof dataClasses)[number]

export const chainSteps = [
  'decide',
  'instruct',
  'approve',
  'consent',
  'consult',
  'hear',
  'vote',
  'name',
  'waive',
] as const
export type ChainStep = (typeof chainSteps)[number]

export const eventKinds = [
  'recorded',
  'searched',
  'copied',
  'provided',
  'used',
  'inquiryReceived',
  'inquiryEnded',
  'extended',
  'returned',
  'incident',
  'judgedIrrelevant',
  'judgedRelevant',
  'installed',
  'filed',
  'notified',
  'published',
] as const
export type EventKind = (typeof eventKinds)[number]

export const dutyKinds = [
  'sign',
  'filing',
  'notice',
  'consent',
  'mask',
  'measure',
  'rules',
  'publication',
  'appointment',
  'inspection',
  'report',
  'pledge',
] as const
export type DutyKind = (typeof dutyKinds)[number]

export const needKinds = [
  'document',
  'test',
  'decision',
  'instruction',
  'identity',
  'person',
  'role',
  'consent',
  'notice',
  'supplement',
  'sign',
  'measure',
  'filing',
] as const
export type NeedKind = (typeof needKinds)[number]

export const taskKinds = [
  'record',
  'report',
  'form',
  'notice',
  'filing',
  'hold',
  'publication',
  'advice',
] as const
export type TaskKind = (typeof taskKinds)[number]

export const substitutionCauses = ['unable', 'vacant'] as const
export type SubstitutionCause = (typeof substitutionCauses)[number]

export const shownThings = ['person', 'plate', 'corporation', 'privateSpace'] as const
export const actorParties = ['installer', 'municipality', 'contractor', 'agency'] as const
