/** What a person is asked for before something that an unattended screen must not do. */
export type ProofKind = 'password' | 'code' | 'fresh'
