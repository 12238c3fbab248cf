import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

export function Tabs({
  label,
  first,
  tabs,
}: {
  readonly label: string
  /** id of the tab that is open at first; one that is unknown opens the first */
  readonly first: string
  readonly tabs: readonly { readonly id: string; readonly title: string; readonly content: ReactNode }[]
}) {
  return (
    <AriaTabs
      defaultSelectedKey={tabs.some(({ id }) => id === first) ? first : (tabs[0]?.id ?? '')}
      className="flex flex-col gap-6"
    >
      <TabList aria-label={label} className="flex flex-wrap gap-x-2 border-b border-solid-gray-420">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="-mb-px cursor-pointer border-b-4 border-transparent px-4 pt-3 pb-2 text-dns-17B-130 text-solid-gray-800 outline-none hover:bg-solid-gray-50 focus-visible:outline-4 focus-visible:-outline-offset-4 focus-visible:outline-black data-selected:border-key-900 data-selected:text-key-900"
          >
            {tab.title}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="flex flex-col gap-6 outline-none">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
