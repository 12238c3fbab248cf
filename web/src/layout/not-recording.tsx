import type { Answer } from '../api.ts'
import { useText } from '../messages/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { useNow } from '../ui/use-now.ts'

type Cameras = Answer<'GET /api/warnings'>['notRecording']

/** A camera that has just been told to record is given this long to answer before it is called an alarm; milliseconds. */
const patience = 20_000

/** Cameras that do not record: which, since when, why, and what to do. */
export function NotRecording({ cameras }: { readonly cameras: Cameras }) {
  const { t, format } = useText()
  const now = useNow(1_000)
  const connecting = cameras.filter((camera) => camera.cause === null && now - camera.since < patience)
  const broken = cameras.filter((camera) => !connecting.includes(camera))
  return (
    <>
      {broken.length > 0 && (
        <div role="alert" className="rounded-8 bg-error-2 px-5 py-4 text-white">
          <p className="flex items-center gap-3 text-std-18B-160">
            <Icon name="error" size={28} />
            {t('warning.notRecording', { count: broken.length })}
          </p>
          <ul className="mt-2 flex flex-col gap-2 sm:ml-10">
            {broken.map((camera) => (
              <li key={camera.camera}>
                <span className="text-std-16B-170">{camera.label}</span>
                <span className="ml-3">{t('warning.since', { time: format.dateTime(camera.since) })}</span>
                <span className="block">
                  <CauseWords cause={camera.cause} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {connecting.length > 0 && (
        <Notice tone="info" live title={t('warning.connecting')}>
          {t('warning.connectingText', { cameras: connecting.map(({ label }) => label).join(t('comma')) })}
        </Notice>
      )}
    </>
  )
}

/** The cause in words and what to do about it. */
export function CauseWords({ cause }: { readonly cause: string | null }) {
  const { t, named } = useText()
  const words = cause === null ? null : named(`cause.${cause}`)
  return (
    <>
      {words === null ? t('warning.causeUnknown') : t('warning.cause', { cause: words })}{' '}
      {(cause === null ? null : named(`cause.${cause}.do`)) ?? t('cause.unknown.do')}
    </>
  )
}
