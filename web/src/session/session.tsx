import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { SessionMessage } from '../../../src/http/contract.ts'
import { ApiProblem, call, fault, onSignedOut } from '../api.ts'
import { type PersonalKeys, signIn as signInWith } from '../keys/sign-in.ts'
import { asProblem } from '../ui/use-query.ts'
import { LockDialog } from './lock-dialog.tsx'
import { useServerState } from './server-state.tsx'
import { useIdle } from './use-idle.ts'

/** Keys are dropped after this long without a key press or a movement of the pointer; milliseconds. */
const idleLimit = 15 * 60_000

export type Session = {
  readonly status: 'unknown' | 'out' | 'in'
  readonly person: SessionMessage['person'] | null
  /** nobody touched the PC for a while: the keys are gone and the page is covered */
  readonly locked: boolean
  readonly signIn: (name: string, passphrase: string) => Promise<void>
  readonly signOut: () => Promise<void>
  /** the session and its keys; asks for the passphrase when they are not in memory. Rejects with fault `cancelled` */
  readonly keys: () => Promise<Unlocked>
  /** something to be done while the person is still signed in; the answer takes it back */
  readonly beforeLeaving: (work: () => Promise<void>) => () => void
}

export type Unlocked = { readonly session: SessionMessage; readonly personal: PersonalKeys }
type Waiter = { readonly resolve: (unlocked: Unlocked) => void; readonly reject: (cause: ApiProblem) => void }

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { state } = useServerState()
  const ready = state?.setup === 'done'
  const [session, setSession] = useState<SessionMessage | null | undefined>(undefined)
  const [asking, setAsking] = useState<'no' | 'for-keys' | 'idle'>('no')
  const personal = useRef<PersonalKeys | null>(null)
  const current = useRef<SessionMessage | null>(null)
  const waiters = useRef<Waiter[]>([])
  const leaving = useRef(new Set<() => Promise<void>>())
  useLayoutEffect(() => {
    current.current = session ?? null
  }, [session])

  const leave = useCallback(() => {
    personal.current = null
    setAsking('no')
    setSession(null)
  }, [])

  useEffect(() => {
    onSignedOut(leave)
    if (!ready) return
    call('GET /api/session').then(
      (found) => setSession((was) => was ?? found),
      (cause: unknown) => {
        if (asProblem(cause).status !== 401) console.warn(cause)
        setSession((was) => was ?? null)
      },
    )
  }, [ready, leave])

  const beforeLeaving = useCallback((work: () => Promise<void>) => {
    leaving.current.add(work)
    return () => void leaving.current.delete(work)
  }, [])
  const sayGoodbye = useCallback(async () => {
    await Promise.all(Array.from(leaving.current, async (work) => work()))
  }, [])

  const signIn = useCallback(
    async (name: string, passphrase: string) => {
      if (current.current !== null && current.current.person.name !== name) await sayGoodbye()
      const found = await signInWith(name, passphrase)
      personal.current = found.personal
      setSession(found.session)
      setAsking('no')
      const waiting = waiters.current
      waiters.current = []
      for (const waiter of waiting) waiter.resolve(found)
    },
    [sayGoodbye],
  )

  const signOut = useCallback(async () => {
    try {
      await sayGoodbye()
      await call('DELETE /api/session')
    } finally {
      leave()
    }
  }, [leave, sayGoodbye])

  const keys = useCallback(async (): Promise<Unlocked> => {
    const found = current.current
    if (found === null) throw fault('not-signed-in')
    if (personal.current !== null) {
      // somebody may have handed over the key since we signed in
      const newest = found.roleKey.wrapped === null ? await call('GET /api/session') : found
      return { session: newest, personal: personal.current }
    }
    setAsking('for-keys')
    return new Promise((resolve, reject) => {
      waiters.current.push({ resolve, reject })
    })
  }, [])

  const cancel = useCallback(() => {
    setAsking('no')
    const waiting = waiters.current
    waiters.current = []
    for (const waiter of waiting) waiter.reject(fault('cancelled'))
  }, [])

  useIdle(idleLimit, session != null, () => {
    personal.current = null
    setAsking('idle')
  })

  const value = useMemo<Session>(
    () => ({
      status: session === undefined ? 'unknown' : session === null ? 'out' : 'in',
      person: session?.person ?? null,
      locked: asking === 'idle',
      signIn,
      signOut,
      keys,
      beforeLeaving,
    }),
    [session, asking, signIn, signOut, keys, beforeLeaving],
  )
  return (
    <SessionContext value={value}>
      {children}
      {session != null && asking !== 'no' && (
        <LockDialog name={session.person.name} idle={asking === 'idle'} onCancel={cancel} />
      )}
    </SessionContext>
  )
}

export function useSession(): Session {
  const found = use(SessionContext)
  if (found === null) throw new Error('useSession outside SessionProvider')
  return found
}
