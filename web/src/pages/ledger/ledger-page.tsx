import { useSearchParams } from 'react-router'
import { useText } from '../../messages/text.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { CheckPanel } from './check-panel.tsx'
import { EntryList } from './entry-list.tsx'
import { ErasureList } from './erasure-list.tsx'

export function LedgerPage() {
  const { t } = useText()
  const [search] = useSearchParams()
  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')}>
      <Tabs
        first={search.get('tab') ?? 'entries'}
        label={t('ledger.title')}
        tabs={[
          { id: 'entries', title: t('ledger.entries'), content: <EntryList /> },
          { id: 'erasures', title: t('erasures.title'), content: <ErasureList /> },
          { id: 'check', title: t('check.title'), content: <CheckPanel /> },
        ]}
      />
    </Page>
  )
}
