import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import { CauseWords } from '../../layout/not-recording.tsx'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { CoverageBar, type CoverageWindow } from './coverage-bar.tsx'
import type { Hour } from './coverage-parts.ts'
import { GapList } from './gap-list.tsx'

type Camera = Answer<'GET /api/cameras'>['cameras'][number]

const states: Readonly<Record<Camera['state'], readonly [tone: ChipTone, icon: IconName]>> = {
  registered: ['gray', 'info'],
  connecting: ['yellow', 'refresh'],
  recording: ['green', 'record'],
  waiting: ['red', 'warning'],
  stopped: ['red', 'pause'],
  'recorder-down': ['red', 'error'],
}

export function CameraRow({
  camera,
  window,
  hours,
  now,
  onChanged,
}: {
  readonly camera: Camera
  readonly window: CoverageWindow
  readonly hours: readonly Hour[] | null
  readonly now: number
  readonly onChanged: () => Promise<void>
}) {
  const { t, format } = useText()
  const [gapsOpen, setGapsOpen] = useState(false)
  const start = useTask(async () => {
    await call('POST /api/cameras/:id/start', { params: { id: camera.id } })
    await onChanged()
  })
  const [tone, icon] = states[camera.state]
  const broken = camera.state === 'waiting' || camera.state === 'stopped' || camera.state === 'recorder-down'
  return (
    <li className="rounded-12 border border-solid-gray-300 p-5">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h3 className="text-std-18B-160 text-solid-gray-900">{camera.label}</h3>
          <p className="text-solid-gray-700">
            {t(camera.range === '' ? 'cameras.placeOnly' : 'cameras.place', {
              place: camera.place,
              range: camera.range,
            })}
          </p>
        </div>
        <div className="flex flex-col items-end gap-1">
          <Chip tone={tone} icon={icon}>
            {t(`camera.${camera.state}`)}
          </Chip>
          <p className="text-dns-14N-130 text-solid-gray-700 nums">
            {t('cameras.since', { time: format.dateTime(camera.since) })}
          </p>
        </div>
      </div>
      {broken && (
        <p className="mt-3 text-error-2">
          <CauseWords cause={camera.cause} />
          {camera.detail !== null && (
            <span className="block text-solid-gray-700">
              {t('cameras.detail', { detail: camera.detail })}
            </span>
          )}
        </p>
      )}
      {camera.state === 'registered' ? (
        <div className="mt-4 flex flex-col gap-3">
          <p>{t('cameras.notStarted')}</p>
          <div>
            <Button icon="record" busy={start.busy} onClick={start.run}>
              {t('cameras.start')}
            </Button>
          </div>
          <ProblemNotice problem={start.problem} ofCamera />
        </div>
      ) : (
        hours !== null && (
          <div className="mt-4">
            <CoverageBar
              label={camera.label}
              window={window}
              hours={hours}
              told={camera.state !== 'recorder-down' && camera.state !== 'stopped'}
              now={now}
            />
            <details className="mt-1" onToggle={(event) => setGapsOpen(event.currentTarget.open)}>
              <summary className="inline-block rounded-4 link">{t('gaps.title')}</summary>
              {gapsOpen && <GapList camera={camera.id} window={{ from: window.from, to: window.to }} />}
            </details>
          </div>
        )
      )}
    </li>
  )
}
