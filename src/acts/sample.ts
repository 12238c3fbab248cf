/**
 * The sample municipality: visibly a sample, its passphrases no secret. Nothing of it is used in a real setup.
 */
export const sampleMunicipality = { municipality: '見本市', department: '見本市 放課後支援課' } as const

export const sampleOfficials = [
  {
    name: '見本 管理者',
    post: '放課後支援課長',
    role: 'responsibleManager',
    passphrase: 'mihon kanrisha no aikotoba desu',
  },
  {
    name: '見本 取扱者一',
    post: '放課後支援課 係員',
    role: 'designatedOperator',
    passphrase: 'mihon toriatsukai ichi no aikotoba',
  },
  {
    name: '見本 取扱者二',
    post: '放課後支援課 係員',
    role: 'designatedOperator',
    passphrase: 'mihon toriatsukai ni no aikotoba',
  },
] as const

/** Places of the instrument's register that the sample fills, with the clip its virtual camera plays. */
export const sampleCameras = [
  { row: '3', place: '玄関', clip: 'entrance' },
  { row: '5', place: '北側外壁', clip: 'outer-wall' },
] as const

/** Note on what the sample's cameras waited for. */
export const sampleEvidence = '見本のため、済んだものとして記録'

/** Host of the sample cameras' addresses; the server puts the virtual cameras' own in its place. */
export const sampleCameraHost = 'mihon.invalid'
/** The period the sample's office has set, in days; the instrument allows at most 14. */
export const sampleRetentionDays = 1
export const sampleKbps = 100
