/**
 * Where an instant stands on a coverage bar, as a share of its width from 0 to 1, and back. The days before today are drawn evenly; today, of
 * which people ask first, is drawn wider when there are many.
 */
export type Scale = {
  readonly place: (instant: number) => number
  readonly instant: (place: number) => number
}

const leastToday = 0.4

/** @param today first instant of today, on or after `from`, before `to`; milliseconds */
export function coverageScale(from: number, today: number, to: number): Scale {
  const edge = today <= from ? 0 : 1 - Math.max(leastToday, (to - today) / (to - from))
  return {
    place: (instant) =>
      instant < today
        ? Math.max(0, (instant - from) / (today - from)) * edge
        : edge + Math.min(1, (instant - today) / (to - today)) * (1 - edge),
    instant: (place) =>
      place < edge
        ? from + (place / edge) * (today - from)
        : today + ((place - edge) / (1 - edge)) * (to - today),
  }
}
