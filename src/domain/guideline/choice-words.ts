import { type Dimension, dimensionOf } from '../pack/dimensions.ts'
import {
  dataClassWords,
  type Language,
  placeWords,
  purposeWords,
  requesterWords,
  type Words,
} from './vocabulary-words.ts'

const w = (ja: string, en: string): Words => ({ ja, en })

/** Choices that mean the same wherever they stand. */
const everywhere: Readonly<Record<string, Words>> = {
  forbidden: w('しない（禁止）', 'forbidden'),
  allowed: w('してよい', 'allowed'),
  required: w('必ず', 'required'),
  none: w('なし', 'none'),
  never: w('しない', 'never'),
  always: w('常に', 'always'),
  byGround: w('根拠がある場合だけ', 'on a ground alone'),
  groundOnly: w('根拠がある場合だけ', 'on a ground alone'),
  withPermission: w('許可を受けた場合だけ', 'with permission'),
  onTerms: w('条件を付けて', 'on terms'),
  onDecision: w('決定による', 'by decision'),
  onApproval: w('承認を受けて', 'on approval'),
  whereNeeded: w('必要な場合', 'where needed'),
  listedCases: w('列挙された場合だけ', 'in listed cases'),
  headDecides: w('長が認める場合', 'where the head decides'),
  managerDecides: w('管理者が認める場合', 'where the manager decides'),
  withoutDelay: w('遅滞なく', 'without delay'),
  public: w('だれにでも公表する', 'to everybody'),
}

/** Choices by value, with words of their own. */
const byPath: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  'adoption.status': { adopted: w('制定済み', 'adopted'), draft: w('案', 'draft') },
  'scope.purposeTest': {
    sole: w('その目的だけのカメラ', 'that purpose alone'),
    main: w('主な目的がそれであるカメラ', 'mainly that purpose'),
    includingSecondary: w('その目的を併せ持つカメラも', 'that purpose besides others'),
    byEffect: w('その効果があるカメラ', 'by its effect'),
  },
  'scope.functions': {
    monitor: w('映すもの', 'display'),
    recorder: w('録画するもの', 'recorder'),
    extraction: w('画像を取り出すもの', 'extraction'),
    transmission: w('画像を送るもの', 'transmission'),
  },
  'scope.permanence': {
    fixed: w('ずっと置くもの', 'fixed'),
    leastTime: w('一定の期間より長く置くもの', 'standing for a least time'),
    temporary: w('臨時に置くもの', 'temporary'),
    mobile: w('動くもの', 'mobile'),
  },
  'scope.protects': { person: w('人', 'people'), corporation: w('法人', 'corporations') },
  'scope.identifiable': {
    allFootage: w('すべての画像', 'all footage'),
    whereIdentifiable: w('人を見分けられる画像', 'footage in which a person can be told'),
  },
  'people.substitutes': {
    none: w('置かない', 'none'),
    namedBeforehand: w('あらかじめ指名する', 'named beforehand'),
    byRule: w('決まった順による', 'by rule'),
  },
  'people.managerException': { byDecision: w('決定により置ける', 'by decision') },
  'people.operators': {
    asNeeded: w('必要に応じて', 'as needed'),
    optional: w('置いてもよい', 'optional'),
  },
  'people.secrecy': {
    afterLeaving: w('役を離れた後も', 'after leaving too'),
    whileServing: w('役にある間', 'while serving'),
    unlimited: w('期限なく', 'without limit'),
  },
  'install.plan': { advised: w('なるべく', 'advised') },
  'install.range': {
    publicSpaceAndLeast: w('公共の空間に限り、必要最小限', 'public space and the least needed'),
    leastNeeded: w('必要最小限', 'the least needed'),
    asNeeded: w('必要な範囲', 'as needed'),
  },
  'install.privateSpace': {
    masked: w('覆い隠す', 'masked'),
    avoided: w('映らないようにする', 'avoided'),
  },
  'install.steering': { presetOnly: w('決めた向きだけ', 'presets only') },
  'install.citizenRequests': {
    notTaken: w('受け付けない', 'not taken'),
    considered: w('検討する', 'considered'),
    right: w('求める権利がある', 'a right'),
  },
  'sign.place': {
    seenFromArea: w('撮影区域から見える所', 'seen from the area'),
    insideArea: w('撮影区域の中', 'inside the area'),
    atCameraOrInArea: w('カメラの所又は撮影区域', 'at the camera or in the area'),
    onRoad: w('道路上', 'on the road'),
  },
  'publication.places': {
    residents: w('住民に知らせる', 'to residents'),
    countsOnly: w('台数だけ', 'counts alone'),
    suppressed: w('公表しない', 'suppressed'),
  },
  'publication.use': { toCouncil: w('議会に報告する', 'to the council'), none: w('公表しない', 'none') },
  'operation.hours': {
    always: w('24時間', 'always'),
    alwaysInPrinciple: w('原則として24時間', 'always in principle'),
    setHours: w('決めた時間', 'set hours'),
    whenNeeded: w('必要なとき', 'when needed'),
  },
  'operation.display': {
    none: w('付けない', 'none'),
    namedPlace: w('決めた場所に置く', 'in a named place'),
    outOfSight: w('ほかの人から見えない所に置く', 'out of sight'),
    allowed: w('付けてよい', 'allowed'),
  },
  'operation.storage': {
    cabinetInLockedRoom: w('施錠した部屋の中の保管庫', 'a cabinet in a locked room'),
    lockedRoomOrCabinet: w('施錠できる部屋又は保管庫', 'a locked room or cabinet'),
    lockedOrFit: w('施錠できるなど適切な所', 'locked or otherwise fit'),
    managed: w('適切に管理する', 'managed'),
  },
  'operation.entry': {
    rolesOnly: w('決めた役だけ', 'the roles alone'),
    rolesAndPermitted: w('決めた役と許可を受けた者', 'the roles and who is permitted'),
    free: w('制限しない', 'free'),
  },
  'operation.copying': {
    purposeOrGround: w('目的のため、又は根拠がある場合', 'for the purpose or on a ground'),
  },
  'operation.editing': { maskingOnly: w('ぼかしだけ', 'masking alone') },
  'operation.passwords': { whereNetworked: w('通信を使う場合', 'where networked') },
  'operation.network': {
    offline: w('つながない', 'offline'),
    protected: w('安全措置をとる', 'protected'),
    free: w('制限しない', 'free'),
  },
  'operation.terminal': { allowed: w('置いてよい', 'allowed'), none: w('置かない', 'none') },
  'operation.sound': { inDefinitionOnly: w('定義に含まれるだけ', 'in the definition alone') },
  'operation.analysis': { listed: w('列挙されたものだけ', 'what is listed') },
  'operation.inspectionWhen': {
    regularly: w('定期的に', 'regularly'),
    asOccasionDemands: w('随時', 'as occasion demands'),
    byUse: w('使うとき', 'by use'),
  },
  'operation.accuracy': { strivenFor: w('努める', 'striven for') },
  'live.watching': {
    forPurpose: w('目的のために', 'for the purpose'),
    notConstant: w('常時でなければ', 'not constantly'),
    constant: w('常時', 'constantly'),
  },
  'retention.longer': { reasonAndPeriod: w('理由と期間を明らかにして', 'with reason and period') },
  'retention.erasureDue': { onDay: w('その日に', 'on the day') },
  'retention.erasureBy': {
    overwrite: w('上書き', 'overwriting'),
    sureErasure: w('確実な消去', 'sure erasure'),
    keyDestruction: w('鍵の破棄', 'destruction of the key'),
    destroyMedium: w('媒体の破壊', 'destruction of the medium'),
  },
  'retention.mediaBy': {
    crush: w('砕く', 'crushed'),
    cut: w('切る', 'cut'),
    erase: w('消去する', 'erased'),
    other: w('そのほかの方法', 'another way'),
  },
  'use.withinPurpose': { free: w('自由', 'free') },
  'use.ownAccess': {
    right: w('権利がある', 'a right'),
    effort: w('応じるよう努める', 'an effort'),
    byLaw: w('法律による', 'by law'),
    none: w('応じない', 'none'),
  },
  'complaints.covers': { complaints: w('苦情', 'complaints'), inquiries: w('問い合わせ', 'questions') },
  'enforcement.steps': {
    guide: w('指導', 'guidance'),
    recommend: w('勧告', 'recommendation'),
    order: w('命令', 'order'),
    publish: w('公表', 'publication'),
    fine: w('過料・罰則', 'fine'),
  },
  'subsidy.offered': {
    partOfCost: w('費用の一部', 'part of the cost'),
    wholeCost: w('費用の全部', 'the whole cost'),
  },
  'scope.places': placeWords,
  'scope.dataClasses': dataClassWords,
  'purposes.installation': purposeWords,
  'use.recipients': requesterWords,
}

/** A choice of a value in words; one without words stands for itself. */
export function choiceWord(path: string, choice: string, language: Language): string {
  return (byPath[path]?.[choice] ?? everywhere[choice])?.[language] ?? choice
}

export function valueLabel(path: string, language: Language): string {
  return dimensionOf(path)?.[language] ?? path
}

/** Whether every choice of a value has words in both languages. */
export function hasChoiceWords({ path, type }: Dimension): boolean {
  if (type.is !== 'choice' && type.is !== 'choices') return true
  return type.of.every((one) => (byPath[path]?.[one] ?? everywhere[one]) !== undefined)
}
