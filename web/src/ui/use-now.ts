import { useEffect, useState } from 'react'
import { onServerTime, serverNow } from '../server-clock.ts'

/** The server's wall time, told anew every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const tell = (): void => setNow(serverNow())
    const timer = setInterval(tell, every)
    const forget = onServerTime(tell)
    return () => {
      clearInterval(timer)
      forget()
    }
  }, [every])
  return now
}
