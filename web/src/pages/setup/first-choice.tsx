import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Answer } from '../../api.ts'
import { setUpSample } from '../../keys/found-sample.ts'
import { useText } from '../../messages/text.tsx'
import { useServerState } from '../../session/server-state.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { DiskTable, DiskVerdict } from './disk-sum.tsx'

type Offer = Answer<'GET /api/setup'>

export function FirstChoice({
  offer,
  begun,
  onOwn,
}: {
  readonly offer: Offer
  readonly begun: boolean
  readonly onOwn: () => void
}) {
  const { t } = useText()
  const { signIn } = useSession()
  const { reload } = useServerState()
  const navigate = useNavigate()
  const [progress, setProgress] = useState<readonly [done: number, all: number] | null>(null)
  const sample = useTask(async () => {
    const first = await setUpSample(offer.draft, (done, all) => setProgress([done, all]))
    await reload()
    await signIn(first.name, first.passphrase)
    await navigate('/cameras')
  })
  return (
    <Page title={t('setup.title')} lead={t('setup.lead')}>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <section className="flex flex-col gap-5 rounded-16 border-2 border-key-900 p-6 md:p-8">
          <h2 className="text-std-24B-150 text-solid-gray-900">{t('setup.sample')}</h2>
          <p>{t('setup.sampleText')}</p>
          <ul className="list-disc pl-6">
            <li>{t('setup.sample1')}</li>
            <li>{t('setup.sample2')}</li>
            <li>{t('setup.sample3')}</li>
          </ul>
          <DiskVerdict sum={offer.sampleSum} />
          <ProblemNotice problem={sample.problem} />
          <div className="flex flex-wrap items-center gap-4">
            <Button
              size="large"
              icon="play"
              busy={sample.busy}
              disabled={!offer.sampleSum.fits}
              onClick={sample.run}
            >
              {t('setup.sampleGo')}
            </Button>
            {sample.busy && progress !== null && (
              <p role="status" className="nums">
                {t(progress[0] < progress[1] ? 'setup.sampleProgress' : 'setup.sampleStart', {
                  done: progress[0],
                  all: progress[1],
                })}
              </p>
            )}
          </div>
        </section>
        <section className="flex flex-col gap-5 rounded-16 border-2 border-solid-gray-300 p-6 md:p-8">
          <h2 className="text-std-24B-150 text-solid-gray-900">{t('setup.own')}</h2>
          <p>{t('setup.ownText')}</p>
          <DiskVerdict sum={offer.sum} />
          <details>
            <summary className="inline-block rounded-4 link">{t('disk.how')}</summary>
            <div className="mt-2">
              <DiskTable sum={offer.sum} />
              <p className="mt-2 text-solid-gray-700">{t('disk.folder', { folder: offer.dataFolder })}</p>
            </div>
          </details>
          <p className="text-solid-gray-700">{t('setup.ownNote')}</p>
          <div>
            <Button size="large" kind="outline" icon="next" disabled={sample.busy} onClick={onOwn}>
              {t(begun ? 'setup.ownResume' : 'setup.ownGo')}
            </Button>
          </div>
        </section>
      </div>
    </Page>
  )
}
