import {
  box,
  cloud,
  disc,
  drift,
  line,
  type Pen,
  rounded,
  secondDial,
  shape,
  swing,
  turned,
  vertical,
  write,
} from './drawing.ts'

import { cat, streamers, tree } from './schoolyard.ts'

/** The entrance of an after-school room on a fine morning. */
export function entrance(pen: Pen, seconds: number): void {
  sky(pen, seconds)
  ground(pen)
  house(pen)
  door(pen)
  window(pen, 196)
  window(pen, 444)
  porch(pen, seconds)
  planter(pen, seconds, 168)
  umbrellas(pen)
  cat(pen, seconds)
  streamers(pen, seconds)
  tree(pen, seconds)
}

function sky(pen: Pen, seconds: number): void {
  box(pen, vertical(pen, 0, 230, '#a9d8f2', '#e4f4fb'), 0, 0, 640, 240)
  const shift = drift(seconds, 1, 420)
  for (const x of [shift - 420, shift, shift + 420]) cloud(pen, x + 30, 46, 1, '#ffffff')
  for (const x of [shift - 420, shift, shift + 420]) cloud(pen, x + 250, 82, 0.65, '#f4fbff')
  disc(pen, '#a8cfb0', 60, 262, 150, 66)
  disc(pen, '#9bc7a5', 600, 262, 170, 76)
}

function ground(pen: Pen): void {
  box(pen, '#e8d9b8', 0, 240, 640, 120)
  box(pen, '#b9d59a', 0, 236, 640, 22)
  shape(pen, '#d8cfc4', [
    [268, 284],
    [372, 284],
    [470, 360],
    [170, 360],
  ])
  for (let row = 0; row < 4; row++) {
    const y = 284 + [0, 13, 31, 55][row]!
    line(pen, '#c4b9ac', 1.5, [
      [268 - (y - 284) * 1.29, y],
      [372 + (y - 284) * 1.29, y],
    ])
  }
  for (const at of [-0.25, 0, 0.25])
    line(pen, '#c4b9ac', 1.5, [
      [320 + at * 104, 284],
      [320 + at * 300, 360],
    ])
}

function house(pen: Pen): void {
  box(pen, '#f6ecd4', 132, 132, 376, 146)
  box(pen, '#a9836a', 132, 262, 376, 18)
  for (let x = 132; x < 508; x += 47)
    line(pen, '#9a7459', 1, [
      [x, 262],
      [x, 280],
    ])
  shape(pen, '#47707d', [
    [112, 136],
    [152, 84],
    [488, 84],
    [528, 136],
  ])
  for (let row = 1; row < 4; row++) {
    const y = 84 + row * 13
    line(pen, '#3c616d', 1.2, [
      [152 - row * 10, y],
      [488 + row * 10, y],
    ])
  }
  box(pen, '#355660', 112, 134, 416, 7)
  box(pen, '#e2d4b6', 132, 141, 376, 5)
}

function door(pen: Pen): void {
  box(pen, '#6d4c36', 262, 170, 116, 112)
  box(pen, '#fff1c9', 268, 176, 104, 104)
  for (let shelf = 0; shelf < 3; shelf++) {
    box(pen, '#d9b98a', 276, 198 + shelf * 22, 88, 5)
    for (let shoe = 0; shoe < 6; shoe++)
      rounded(
        pen,
        ['#e07a6a', '#6d9fc4', '#f0c55a', '#86b888'][(shoe + shelf) % 4]!,
        279 + shoe * 14.5,
        191 + shelf * 22,
        10,
        7,
        2,
      )
  }
  box(pen, 'rgba(210, 236, 245, 0.45)', 268, 176, 104, 104)
  shape(pen, 'rgba(255, 255, 255, 0.4)', [
    [276, 280],
    [306, 176],
    [318, 176],
    [288, 280],
  ])
  for (const x of [262, 316, 370]) box(pen, '#7d583f', x, 170, 8, 112)
  box(pen, '#7d583f', 262, 226, 116, 4)
  rounded(pen, '#463020', 310, 216, 3, 22, 1)
  rounded(pen, '#463020', 327, 216, 3, 22, 1)
  box(pen, '#b7ada2', 250, 280, 140, 6)
  box(pen, '#a0968b', 250, 286, 140, 4)
}

function window(pen: Pen, x: number): void {
  box(pen, '#7d583f', x - 34, 180, 68, 58)
  box(pen, '#cfe9f3', x - 30, 184, 60, 50)
  shape(pen, '#fbe3d2', [
    [x - 30, 184],
    [x - 8, 184],
    [x - 20, 234],
    [x - 30, 234],
  ])
  shape(pen, '#fbe3d2', [
    [x + 30, 184],
    [x + 8, 184],
    [x + 20, 234],
    [x + 30, 234],
  ])
  box(pen, '#7d583f', x - 2, 182, 4, 54)
  box(pen, '#8f6b52', x - 38, 236, 76, 5)
}

function porch(pen: Pen, seconds: number): void {
  for (const x of [246, 386]) box(pen, '#8a6247', x, 146, 8, 138)
  shape(pen, '#b5533f', [
    [226, 150],
    [320, 72],
    [414, 150],
  ])
  shape(pen, '#fbf4e0', [
    [248, 146],
    [320, 86],
    [392, 146],
  ])
  box(pen, '#8e3f30', 222, 147, 196, 7)
  secondDial(pen, seconds, 320, 121, 21)
  turned(pen, 320, 154, swing(seconds, 20, 0.045), () => {
    line(pen, '#5b4636', 1.4, [
      [-44, 0],
      [-44, 8],
    ])
    line(pen, '#5b4636', 1.4, [
      [44, 0],
      [44, 8],
    ])
    rounded(pen, '#6d4c36', -62, 8, 124, 23, 3)
    rounded(pen, '#fdf6e3', -59, 11, 118, 17, 2)
    write(pen, '見本放課後ルーム', 0, 20, { size: 13, fill: '#4a3426' })
  })
}

function planter(pen: Pen, seconds: number, x: number): void {
  for (let i = 0; i < 5; i++) {
    const lean = swing(seconds, 15, 2.2, i * 0.7)
    const at = x + i * 17
    line(pen, '#5f9a57', 2.2, [
      [at, 272],
      [at + lean, 252 - (i % 2) * 5],
    ])
    const colour = ['#ec6d71', '#f3c14b', '#ffffff'][i % 3]!
    const top = 251 - (i % 2) * 5
    for (let petal = 0; petal < 5; petal++) {
      const angle = (petal / 5) * 2 * Math.PI
      disc(pen, colour, at + lean + Math.cos(angle) * 4, top + Math.sin(angle) * 4, 3.2)
    }
    disc(pen, '#c98a2b', at + lean, top, 2.4)
    disc(pen, '#6aa762', at + 5, 267, 4.5, 2.6)
  }
  rounded(pen, '#c07a52', x - 12, 270, 92, 15, 3)
  box(pen, '#a9653f', x - 12, 270, 92, 4)
}

function umbrellas(pen: Pen): void {
  for (const [dx, colour] of [
    [0, '#e0a43c'],
    [10, '#4f86b8'],
    [20, '#d8695f'],
  ] as const) {
    shape(pen, colour, [
      [410 + dx, 286],
      [407 + dx, 258],
      [415 + dx, 258],
      [412 + dx, 286],
    ])
    line(pen, '#5b4636', 1.6, [
      [411 + dx, 258],
      [411 + dx, 250],
      [414 + dx, 248],
    ])
  }
  rounded(pen, '#6f7d86', 400, 270, 40, 17, 2)
  box(pen, '#84929b', 400, 270, 40, 3)
}
