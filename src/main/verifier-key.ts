/** File in the log's folder with the ledger's verifier key, as one line of C2SP signed-note; auditors keep a copy of their own. */
export const verifierKeyFile = 'verifier-key.txt'
