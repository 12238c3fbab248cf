import { z } from 'zod'

/** What the parts of the contract are written in. */
export const id = z.uuid()
/** milliseconds since 1970-01-01T00:00Z */
export const instant = z.int()
/** 1970 to 9999: what a calendar can work with */
export const askedInstant = instant.min(0).max(253_402_300_799_999)
/** in the pack's time zone */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** base64url without padding */
export const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/)
export const text = (max: number) => z.string().trim().max(max)
export const words = (max: number) => text(max).min(1)
export const clause = z.string()
