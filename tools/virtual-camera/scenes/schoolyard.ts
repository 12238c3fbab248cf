import { box, disc, line, type Pen, shape, swing, turned } from './drawing.ts'

export function cat(pen: Pen, seconds: number): void {
  const x = 470
  const y = 292
  const tail = swing(seconds, 30, 0.35)
  turned(pen, x + 17, y + 6, tail, () => {
    pen.strokeStyle = '#5c5148'
    pen.lineWidth = 5
    pen.lineCap = 'round'
    pen.beginPath()
    pen.moveTo(0, 0)
    pen.quadraticCurveTo(18, 2, 18, -16)
    pen.stroke()
  })
  disc(pen, '#6b5f55', x, y, 17, 15)
  disc(pen, '#f2ede6', x - 4, y + 4, 9, 10)
  disc(pen, '#6b5f55', x - 6, y - 20, 12, 10.5)
  shape(pen, '#6b5f55', [
    [x - 17, y - 22],
    [x - 16, y - 36],
    [x - 7, y - 28],
  ])
  shape(pen, '#6b5f55', [
    [x + 5, y - 22],
    [x + 4, y - 36],
    [x - 5, y - 28],
  ])
  disc(pen, '#f2ede6', x - 6, y - 15, 6, 4.5)
  const blink = seconds % 6 > 5.7
  for (const side of [-11, -1]) {
    if (blink)
      line(pen, '#2c2622', 1.4, [
        [x + side - 2, y - 21],
        [x + side + 2, y - 21],
      ])
    else disc(pen, '#2c2622', x + side, y - 21, 1.7, 2.2)
  }
  disc(pen, '#c77b70', x - 6, y - 17, 1.6, 1.2)
  disc(pen, '#f2ede6', x - 10, y + 13, 5, 3)
  disc(pen, '#f2ede6', x + 3, y + 13, 5, 3)
}

/** Carp streamers on a pole, the flag of a house with children. */
export function streamers(pen: Pen, seconds: number): void {
  box(pen, '#b9bec3', 596, 60, 4, 222)
  disc(pen, '#e8b64c', 598, 57, 5)
  for (const [y, length, body, fin, phase] of [
    [78, 74, '#3b4652', '#6f7d8a', 0],
    [112, 62, '#cf4b3f', '#e9968c', 0.9],
    [142, 50, '#3f7fb5', '#8fb9dc', 1.8],
  ] as const)
    carp(pen, seconds, { y, length, body, fin, phase })
}

type Carp = {
  readonly y: number
  readonly length: number
  readonly body: string
  readonly fin: string
  readonly phase: number
}

function carp(pen: Pen, seconds: number, carp: Carp): void {
  const wave = (at: number) => swing(seconds, 24, 5 * at, carp.phase - at * 3.2) + at * 9
  const half = (at: number) => 9 - at * 4.5
  const upper: [number, number][] = []
  const lower: [number, number][] = []
  for (let i = 0; i <= 10; i++) {
    const at = i / 10
    const x = 594 - at * carp.length
    upper.push([x, carp.y + wave(at) - half(at)])
    lower.unshift([x, carp.y + wave(at) + half(at)])
  }
  const end = 594 - carp.length
  const tail = carp.y + wave(1)
  shape(pen, carp.fin, [
    [end + 3, tail - 4],
    [end - 12, tail - 9],
    [end - 7, tail],
    [end - 12, tail + 9],
    [end + 3, tail + 4],
  ])
  shape(pen, carp.body, [...upper, ...lower])
  for (const at of [0.4, 0.58, 0.76])
    line(pen, carp.fin, 2, [
      [594 - at * carp.length, carp.y + wave(at) - half(at) * 0.6],
      [594 - at * carp.length - 3, carp.y + wave(at)],
      [594 - at * carp.length, carp.y + wave(at) + half(at) * 0.6],
    ])
  disc(pen, '#ffffff', 594 - carp.length * 0.14, carp.y + wave(0.14) - 2, 3.8)
  disc(pen, '#20262c', 594 - carp.length * 0.14, carp.y + wave(0.14) - 2, 1.9)
}

export function tree(pen: Pen, seconds: number): void {
  shape(pen, '#7b5a41', [
    [62, 300],
    [68, 200],
    [82, 200],
    [90, 300],
  ])
  line(pen, '#7b5a41', 7, [
    [76, 222],
    [104, 190],
  ])
  line(pen, '#7b5a41', 6, [
    [74, 214],
    [48, 184],
  ])
  const sway = swing(seconds, 10, 2.5)
  for (const [x, y, r, fill] of [
    [40, 176, 36, '#5d9a5b'],
    [112, 178, 32, '#5d9a5b'],
    [76, 150, 46, '#69a866'],
    [52, 138, 26, '#7bb776'],
    [94, 132, 22, '#7bb776'],
  ] as const)
    disc(pen, fill, x + sway * ((300 - y) / 150), y, r, r * 0.9)
  disc(pen, 'rgba(90, 110, 60, 0.25)', 84, 302, 60, 8)
}
