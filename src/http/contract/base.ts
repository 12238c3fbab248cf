import { z } from 'zod'

/** What the parts of the contract are written in. */
export const id = z.uuid()
/** milliseconds since 1970-01-01T00:00Z */
export const instant = z.int()
/** in the pack's time zone */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** base64url without padding */
export const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/)
export const text = (max: number) => z.string().trim().max(max)
export const words = (max: number) => text(max).min(1)
export const clause = z.string()
