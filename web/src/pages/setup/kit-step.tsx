import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { readTyped } from '../../../../src/vault/recovery-kit.ts'
import { wipe } from '../../../../src/vault/secret.ts'
import type { ApiProblem } from '../../api.ts'
import { foundMunicipality, makeRoleKeyWithKit, type NewRoleKey } from '../../keys/found-municipality.ts'
import { useText } from '../../messages/text.tsx'
import { useServerState } from '../../session/server-state.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { asProblem } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { founderOf } from './founder.ts'
import { RecoverySheetPage } from './recovery-sheet-page.tsx'
import type { StepProps } from './wizard.tsx'

/** The last step: three sheets of paper, one line typed back, and the municipality is set up. */
export function KitStep({ offer, draft, passphrase }: StepProps & { readonly passphrase: string }) {
  const { t } = useText()
  const { reload } = useServerState()
  const { signIn } = useSession()
  const navigate = useNavigate()
  const [made, setMade] = useState<NewRoleKey | null>(null)
  const [failed, setFailed] = useState<ApiProblem | null>(null)
  const [asked] = useState(() => ({
    sheet: 1 + Math.floor(Math.random() * 3),
    line: 1 + Math.floor(Math.random() * 4),
  }))
  const [typed, setTyped] = useState('')

  useEffect(() => {
    let current: NewRoleKey | null = null
    let gone = false
    const make = async (): Promise<void> => {
      try {
        const found = await makeRoleKeyWithKit()
        if (gone) wipe(found.roleKey.scalar)
        else setMade((current = found))
      } catch (cause) {
        setFailed(asProblem(cause))
      }
    }
    void make()
    return () => {
      gone = true
      if (current !== null) wipe(current.roleKey.scalar)
    }
  }, [])

  const finish = useTask(async () => {
    if (made === null) return
    await foundMunicipality({ ...draft, step: 6 }, passphrase, made, founderOf(offer, draft).role)
    await reload()
    await signIn(draft.managerName.trim(), passphrase)
    await navigate('/cameras')
  })
  if (failed !== null) return <ProblemNotice problem={failed} />
  if (made === null) return <Loading />
  const wanted = made.sheets[asked.sheet - 1]?.lines[asked.line - 1] ?? ''
  const right = readTyped(typed) === readTyped(wanted)
  return (
    <>
      <div className="no-print flex flex-col gap-5">
        <p>{t('kit.text')}</p>
        <Notice tone="warning" title={t('kit.warning')}>
          {t('kit.warningText')}
        </Notice>
        <ol className="list-decimal pl-6">
          <li>{t('kit.do1')}</li>
          <li>{t('kit.do2')}</li>
          <li>{t('kit.do3')}</li>
        </ol>
        <div>
          <Button icon="print" onClick={() => print()}>
            {t('kit.print')}
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-6">
        {made.sheets.map((sheet) => (
          <RecoverySheetPage key={sheet.sheet} sheet={sheet} draft={draft} />
        ))}
      </div>
      <div className="no-print flex flex-col gap-5">
        <TextField
          label={t('kit.confirm', { sheet: asked.sheet, line: asked.line })}
          hint={t('kit.confirmHint')}
          className="max-w-md font-mono"
          spellCheck={false}
          value={typed}
          error={typed.length >= wanted.length && !right ? t('kit.confirmWrong') : null}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ProblemNotice problem={finish.problem} />
        <div>
          <Button size="large" icon="check" busy={finish.busy} disabled={!right} onClick={finish.run}>
            {t(finish.busy ? 'kit.busy' : 'kit.finish')}
          </Button>
        </div>
      </div>
    </>
  )
}
