import { Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { ErrorBoundary } from './error-boundary.tsx'
import { later } from './later.ts'
import { Layout } from './layout/layout.tsx'
import { TextProvider } from './messages/text.tsx'
import { CamerasPage } from './pages/cameras/cameras-page.tsx'
import { CasesPage } from './pages/cases/cases-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { ServerStateProvider, useServerState } from './session/server-state.tsx'
import { SessionProvider, useSession } from './session/session.tsx'
import { Loading } from './ui/page.tsx'
import { ProblemNotice } from './ui/problem.tsx'

const SetupPage = later(async () => (await import('./pages/setup/setup-page.tsx')).SetupPage)
const CasePage = later(async () => (await import('./pages/case/case-page.tsx')).CasePage)
const NewCasePage = later(async () => (await import('./pages/cases/new-case-page.tsx')).NewCasePage)
const PeoplePage = later(async () => (await import('./pages/people/people-page.tsx')).PeoplePage)
const RecoveryPage = later(async () => (await import('./pages/people/recovery-page.tsx')).RecoveryPage)
const EnrolPage = later(async () => (await import('./pages/sign-in/enrol-page.tsx')).EnrolPage)
const GuidelinePage = later(async () => (await import('./pages/guideline/guideline-page.tsx')).GuidelinePage)
const LedgerPage = later(async () => (await import('./pages/ledger/ledger-page.tsx')).LedgerPage)

export function App() {
  return (
    <TextProvider>
      <ErrorBoundary>
        <BrowserRouter>
          <ServerStateProvider>
            <SessionProvider>
              <Layout>
                <Suspense fallback={<Waiting />}>
                  <Screens />
                </Suspense>
              </Layout>
            </SessionProvider>
          </ServerStateProvider>
        </BrowserRouter>
      </ErrorBoundary>
    </TextProvider>
  )
}

function Waiting() {
  return (
    <div className="mx-auto w-full max-w-[76rem] px-6 py-10">
      <Loading />
    </div>
  )
}

function Screens() {
  const { state, problem } = useServerState()
  const { status, person } = useSession()
  if (state === null)
    return problem === null ? (
      <Waiting />
    ) : (
      <div className="mx-auto w-full max-w-3xl px-6 py-10">
        <ProblemNotice problem={problem} />
      </div>
    )
  if (state.setup !== 'done') return <SetupPage />
  if (status === 'unknown') return <Waiting />
  if (status === 'out')
    return (
      <Routes>
        <Route path="/enrol" element={<EnrolPage />} />
        <Route path="*" element={<SignInPage />} />
      </Routes>
    )
  // another person sees other things and may do other things: nothing is carried over
  return (
    <Routes key={person?.id}>
      <Route path="/" element={<Navigate to="/cameras" replace />} />
      <Route path="/enrol" element={<EnrolPage />} />
      <Route path="/cameras" element={<CamerasPage />} />
      <Route path="/cases" element={<CasesPage />} />
      <Route path="/cases/new" element={<NewCasePage />} />
      <Route path="/cases/:id" element={<CasePage />} />
      <Route path="/guideline" element={<GuidelinePage />} />
      <Route path="/ledger" element={<LedgerPage />} />
      <Route path="/people" element={<PeoplePage />} />
      <Route path="/people/recovery" element={<RecoveryPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  )
}
