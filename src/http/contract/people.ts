import { z } from 'zod'
import { bytes, id, words } from './base.ts'

/** Made in the browser; the passphrase and the second half of Argon2id never leave it. */
export const enrolment = z.object({
  salt: bytes,
  /** first half of Argon2id, 32 bytes: proves sign-in */
  proof: bytes,
  openPublicKey: bytes,
  signPublicKey: bytes,
  wrappedKeys: bytes,
})
export type EnrolmentMessage = z.infer<typeof enrolment>

/** id of a role of the pack */
export const role = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)

export const person = z.object({
  id,
  name: z.string(),
  post: z.string(),
  role,
  state: z.enum(['invited', 'enrolled']),
  /** true when the role key is wrapped to this person */
  holdsRoleKey: z.boolean(),
  /** true when the pack lets this role hold the role key */
  mayHoldRoleKey: z.boolean(),
  openPublicKey: bytes.nullable(),
})
/** Who is registered, and the roles of the instrument with what each is for. */
export const people = z.object({
  people: z.array(person),
  roles: z
    .array(
      z.object({
        role,
        label: z.string(),
        heldBy: z.string(),
        clause: z.string(),
        /** so many are needed before a camera goes live */
        atLeast: z.int(),
        /** the signed-in person may put somebody in */
        mine: z.boolean(),
      }),
    )
    .readonly(),
})
export const newPerson = z.object({ name: words(60), post: words(60), role })
/** `code` is shown once, for the person to enrol with */
export const invited = z.object({ person, code: z.string() })
export const enrolRequest = z.object({ name: words(60), code: words(40), enrolment })
export const roleKeyWrap = z.object({ roleKey: id, wrapped: bytes })
/** The role key out of two sheets of the recovery kit, wrapped to the signed-in person. */
export const roleKeyRecovery = roleKeyWrap.extend({
  /** number of the kit as printed, `XXXX-XXXX` */
  kit: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
})

export const signInParametersRequest = z.object({ name: words(60) })
export const signInParameters = z.object({ salt: bytes })
export const signInRequest = z.object({ name: words(60), proof: bytes })
export const session = z.object({
  person,
  wrappedKeys: bytes,
  salt: bytes,
  signPublicKey: bytes,
  /** the role key as wrapped to this person; null when not held */
  roleKey: z.object({ id, publicKey: bytes, wrapped: bytes.nullable() }),
})
export type SessionMessage = z.infer<typeof session>
