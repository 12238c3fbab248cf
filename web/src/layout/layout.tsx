import type { ReactNode } from 'react'
import { Link, NavLink } from 'react-router'
import type { MessageKey } from '../messages/catalogue.ts'
import { useText } from '../messages/text.tsx'
import { GuidePanel } from '../sample/guide-panel.tsx'
import { SampleBar } from '../sample/sample-bar.tsx'
import { useServerState } from '../session/server-state.tsx'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useTask } from '../ui/use-task.ts'
import { Warnings } from './warnings.tsx'

const places: readonly (readonly [to: string, label: MessageKey, icon: IconName])[] = [
  ['/cameras', 'nav.cameras', 'camera'],
  ['/cases', 'nav.cases', 'file'],
  ['/guideline', 'nav.guideline', 'check'],
  ['/ledger', 'nav.ledger', 'book'],
  ['/people', 'nav.people', 'people'],
]

export function Layout({ children }: { readonly children: ReactNode }) {
  const { t } = useText()
  const { state } = useServerState()
  const { status } = useSession()
  const inside = status === 'in' && state?.setup === 'done'
  return (
    <div className="flex min-h-dvh flex-col bg-white">
      <a href="#main" className="sr-only bg-white px-4 py-2 focus:not-sr-only focus:absolute focus:z-50">
        {t('layout.skip')}
      </a>
      {state?.sample === true && <SampleBar />}
      <Header />
      {inside && <Nav />}
      {inside && state.sample && <GuidePanel />}
      {inside && <Warnings />}
      <div className="flex-1">{children}</div>
      <Footer inside={inside} />
    </div>
  )
}

function Header() {
  const { t, named } = useText()
  const { state } = useServerState()
  const { person, signOut } = useSession()
  const leave = useTask(signOut)
  return (
    <header className="no-print border-b border-solid-gray-200">
      <div className="mx-auto flex w-full max-w-[76rem] flex-wrap items-center gap-x-6 gap-y-2 px-6 py-3 md:px-8">
        <Link
          to="/"
          className="flex min-w-0 flex-1 basis-96 items-center gap-3 text-solid-gray-900 no-underline"
        >
          <img src="/icon.svg" alt="" width={40} height={40} />
          <span className="min-w-0">
            <span className="block text-std-20B-150">
              {state?.municipality ?? t('product')}
              {state?.municipality != null && (
                <span className="ml-2 text-dns-14N-130 text-solid-gray-700">{t('product')}</span>
              )}
            </span>
            <span className="block text-dns-14N-130 text-solid-gray-700">
              {state?.pack?.title ?? t('product.line')}
            </span>
          </span>
        </Link>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {person !== null && (
            <p className="text-right text-dns-16N-130">
              <span className="block text-dns-16B-130">{person.name}</span>
              <span className="text-dns-14N-130 text-solid-gray-700">
                {named(`role.${person.role}`) ?? person.role}
              </span>
            </p>
          )}
          <LanguageSwitch />
          {person !== null && (
            <Button kind="outline" size="small" busy={leave.busy} onClick={leave.run}>
              {t('layout.signOut')}
            </Button>
          )}
        </div>
      </div>
    </header>
  )
}

function LanguageSwitch() {
  const { language, setLanguage } = useText()
  const other = language === 'ja' ? 'en' : 'ja'
  return (
    <button
      type="button"
      lang={other}
      className="rounded-6 px-2 py-1.5 text-dns-16N-130 link"
      onClick={() => setLanguage(other)}
    >
      {other === 'en' ? 'English' : '日本語'}
    </button>
  )
}

function Nav() {
  const { t } = useText()
  return (
    <nav className="no-print border-b border-solid-gray-200" aria-label={t('nav.label')}>
      <ul className="mx-auto flex w-full max-w-[76rem] flex-wrap gap-x-2 px-4 md:px-6">
        {places.map(([to, label, icon]) => (
          <li key={to}>
            <NavLink
              to={to}
              className={({ isActive }) =>
                `flex min-h-14 items-center gap-2 border-b-4 px-3 pt-1 text-dns-16B-130 no-underline hover:bg-solid-gray-50 ${
                  isActive ? 'border-key-900 text-key-900' : 'border-transparent text-solid-gray-800'
                }`
              }
            >
              <Icon name={icon} size={20} />
              {t(label)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Footer({ inside }: { readonly inside: boolean }) {
  const { t } = useText()
  const { state } = useServerState()
  return (
    <footer className="no-print border-t border-solid-gray-200 bg-solid-gray-50">
      <p className="mx-auto w-full max-w-[76rem] px-6 py-4 text-dns-14N-130 text-solid-gray-700 md:px-8">
        {t(inside ? 'layout.footer' : 'layout.footerOutside', { version: state?.version ?? '' })}
      </p>
    </footer>
  )
}
