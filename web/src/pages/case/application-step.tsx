import type { ReactNode } from 'react'
import { requesterWords } from '../../../../src/domain/guideline/vocabulary-words.ts'
import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { Facts } from '../../ui/page.tsx'
import { paperWord } from '../cases/paper-fields.tsx'

export function ApplicationStep({ found }: { readonly found: CaseMessage }) {
  const { t, format, clause, language } = useText()
  const { applicant } = found
  const rows: (readonly [string, ReactNode])[] = [
    [t('newCase.purpose'), found.purpose === '' ? t('none') : found.purpose],
    [t('newCase.cameras'), found.cameras.map(({ label }) => label).join(t('comma'))],
    [
      t('case.window'),
      <span key="window" className="nums">
        {t('case.fromTo', { from: format.dateTime(found.from), to: format.dateTime(found.to) })}
        <span className="ml-2 text-solid-gray-700">
          {t('case.length', { length: format.duration(found.to - found.from) })}
        </span>
      </span>,
    ],
  ]
  if (applicant !== null) {
    rows.push([
      t('case.applicant'),
      <span key="applicant">
        {t('case.agency', { kind: requesterWords[applicant.agencyKind][language], agency: applicant.agency })}
        <span className="block">
          {[applicant.officerPost, applicant.officer, applicant.contact]
            .filter((part) => part !== '')
            .join(t('gap'))}
        </span>
      </span>,
    ])
    if (applicant.identityChecked !== '') rows.push([t('applicant.identity'), applicant.identityChecked])
  }
  for (const [index, paper] of found.papers.entries())
    rows.push([
      t('case.paper', { number: index + 1 }),
      [paperWord(paper.kind, language), paper.number, paper.on === '' ? '' : format.legalDay(paper.on)]
        .filter((part) => part !== '')
        .join(t('gap')),
    ])
  if (found.witnesses.length > 0) rows.push([t('newCase.witnesses'), found.witnesses.join(t('comma'))])
  if (found.law !== '') rows.push([t('newCase.law'), found.law])
  rows.push([
    t('case.entered'),
    t('case.enteredBy', {
      time: format.dateTime(found.enteredAt),
      name: found.enteredBy,
      clause: clause(found.clauses.apply),
    }),
  ])
  return <Facts rows={rows} />
}
