import { expect, it } from 'vitest'
import { routeUrl } from './api.ts'

it('fills a route of the contract', () => {
  expect(routeUrl('GET /api/state', undefined, undefined)).toEqual(['GET', '/api/state'])
  expect(routeUrl('POST /api/cases/:id/release', { id: 'a/b' }, undefined)).toEqual([
    'POST',
    '/api/cases/a%2Fb/release',
  ])
  expect(routeUrl('GET /api/cameras/:id/gaps', { id: 'x' }, { from: 1, to: 2 })).toEqual([
    'GET',
    '/api/cameras/x/gaps?from=1&to=2',
  ])
  expect(routeUrl('GET /api/ledger', undefined, { before: undefined, limit: 5 })).toEqual([
    'GET',
    '/api/ledger?limit=5',
  ])
})
