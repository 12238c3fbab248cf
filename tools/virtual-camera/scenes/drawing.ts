/** Small shapes that the scenes share. Every motion has a period that divides 60 s, so that the clip closes on itself. */
export const width = 640
export const height = 360
export type Pen = CanvasRenderingContext2D

/** `amplitude * sin` with `perMinute` swings in the 60 s of the clip. */
export function swing(seconds: number, perMinute: number, amplitude: number, phase = 0): number {
  return amplitude * Math.sin((seconds / 60) * perMinute * 2 * Math.PI + phase)
}

/** Goes from 0 to `span` `perMinute` times in 60 s. */
export function drift(seconds: number, perMinute: number, span: number, from = 0): number {
  return (((from + (seconds / 60) * perMinute * span) % span) + span) % span
}

export function box(
  pen: Pen,
  fill: string | CanvasGradient,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  pen.fillStyle = fill
  pen.fillRect(x, y, w, h)
}

export function rounded(pen: Pen, fill: string, x: number, y: number, w: number, h: number, r: number): void {
  pen.fillStyle = fill
  pen.beginPath()
  pen.roundRect(x, y, w, h, r)
  pen.fill()
}

export function disc(pen: Pen, fill: string, x: number, y: number, rx: number, ry = rx): void {
  pen.fillStyle = fill
  pen.beginPath()
  pen.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI)
  pen.fill()
}

export function shape(pen: Pen, fill: string, points: readonly (readonly [number, number])[]): void {
  pen.fillStyle = fill
  pen.beginPath()
  for (const [x, y] of points) pen.lineTo(x, y)
  pen.closePath()
  pen.fill()
}

export function line(
  pen: Pen,
  stroke: string,
  thick: number,
  points: readonly (readonly [number, number])[],
): void {
  pen.strokeStyle = stroke
  pen.lineWidth = thick
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  pen.beginPath()
  for (const [x, y] of points) pen.lineTo(x, y)
  pen.stroke()
}

export function vertical(
  pen: Pen,
  top: number,
  bottom: number,
  ...colours: readonly string[]
): CanvasGradient {
  const gradient = pen.createLinearGradient(0, top, 0, bottom)
  for (const [i, colour] of colours.entries()) gradient.addColorStop(i / (colours.length - 1), colour)
  return gradient
}

export type TextStyle = {
  readonly size: number
  readonly fill: string
  readonly weight?: 400 | 700
  readonly align?: CanvasTextAlign
  readonly spacing?: number
}

/** Text with its middle at height `y`. */
export function write(pen: Pen, text: string, x: number, y: number, style: TextStyle): void {
  pen.font = `${style.weight ?? 700} ${style.size}px "Noto Sans CJK JP", sans-serif`
  pen.letterSpacing = `${style.spacing ?? 0}px`
  pen.textAlign = style.align ?? 'center'
  pen.textBaseline = 'middle'
  pen.fillStyle = style.fill
  pen.fillText(text, x, y)
}

/** Runs `draw` with the origin at `x, y`, turned by `angle` radians. */
export function turned(pen: Pen, x: number, y: number, angle: number, draw: () => void): void {
  pen.save()
  pen.translate(x, y)
  pen.rotate(angle)
  draw()
  pen.restore()
}

export function cloud(pen: Pen, x: number, y: number, scale: number, fill: string): void {
  for (const [dx, dy, rx, ry] of [
    [-30, 5, 24, 12],
    [-8, -5, 24, 19],
    [20, 0, 24, 15],
    [42, 7, 18, 9],
  ] as const)
    disc(pen, fill, x + dx * scale, y + dy * scale, rx * scale, ry * scale)
}

/** A dial that shows the second of the minute: the clip is looped on the minute, so hours and minutes cannot be drawn. */
export function secondDial(pen: Pen, seconds: number, x: number, y: number, radius: number): void {
  disc(pen, '#5b4636', x, y, radius + 4)
  disc(pen, '#fffdf6', x, y, radius)
  for (let tick = 0; tick < 60; tick += 5) {
    const angle = (tick / 60) * 2 * Math.PI
    const inner = radius * (tick % 15 === 0 ? 0.76 : 0.84)
    line(pen, '#4a4038', tick % 15 === 0 ? 2.4 : 1.4, [
      [x + Math.sin(angle) * inner, y - Math.cos(angle) * inner],
      [x + Math.sin(angle) * radius * 0.93, y - Math.cos(angle) * radius * 0.93],
    ])
  }
  const hand = (seconds / 60) * 2 * Math.PI
  line(pen, '#c8342b', 2.6, [
    [x - Math.sin(hand) * radius * 0.22, y + Math.cos(hand) * radius * 0.22],
    [x + Math.sin(hand) * radius * 0.84, y - Math.cos(hand) * radius * 0.84],
  ])
  disc(pen, '#c8342b', x, y, radius * 0.1)
}
