/**
 * Everything that can stop the launchers for a reason the person at the terminal can do something about.
 * The message is one line: what is wrong, then the next step. Launchers print it without a stack and exit 1.
 */
export class GroundError extends Error {
  /** Stable code for scripts and tests. */
  readonly code: string = 'E_GROUND'
}

/** Another program listens on the address of the web server. */
export class PortInUseError extends GroundError {
  readonly code = 'E_PORT_IN_USE'

  constructor(port: number, holder: string | null) {
    const by = holder ? ` by ${holder}` : ''
    super(
      `Port ${port} is taken${by}. Stop that program, or choose another port: PORT=${port + 1} npm start`
    )
  }
}

/** A live PostgreSQL that is not ours, or cannot be reached, works on the data folder. */
export class DataFolderLockedError extends GroundError {
  readonly code = 'E_DATA_FOLDER_LOCKED'

  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by PostgreSQL process ${pid}, which does not answer to this checkout. ` +
        `Stop it with "kill -INT ${pid}" and run the command again, or set DATABASE_URL.`
    )
  }
}

/** The data folder holds something else than a cluster of this PostgreSQL version. */
export class ForeignDataFolderError extends GroundError {
  readonly code = 'E_DATA_FOLDER_FOREIGN'

  constructor(folder: string, found: string) {
    super(
      `${folder} holds ${found}, which this PostgreSQL cannot open. Move the folder away (keep it as a backup) and run the command again.`
    )
  }
}

/** Running as root, and the account PostgreSQL has to run as cannot enter the checkout. */
export class FolderOutOfReachError extends GroundError {
  readonly code = 'E_FOLDER_OUT_OF_REACH'

  constructor(folder: string, account: string) {
    super(
      `PostgreSQL does not run as root, and the user "${account}" cannot enter ${folder}. ` +
        `Run as a normal user, move the checkout (for example below /srv), allow it with "chmod o+rx ${folder}", or set DATABASE_URL.`
    )
  }
}

/** Running as root on a system without an account that PostgreSQL could run as. */
export class NoServerAccountError extends GroundError {
  readonly code = 'E_NO_SERVER_ACCOUNT'

  constructor(reason: string) {
    super(
      `PostgreSQL does not run as root, and no user "postgres" could be made (${reason}). Run as a normal user, or set DATABASE_URL.`
    )
  }
}

/** There is no PostgreSQL binary for this platform. */
export class NoServerBinaryError extends GroundError {
  readonly code = 'E_NO_SERVER_BINARY'

  constructor(platform: string) {
    super(
      `No PostgreSQL is packaged for ${platform}. Install PostgreSQL 15 or newer and set DATABASE_URL.`
    )
  }
}

/** The embedded PostgreSQL ended while starting. */
export class ServerStartError extends GroundError {
  readonly code = 'E_SERVER_START'

  constructor(reason: string, log: string) {
    super(
      `PostgreSQL did not start: ${reason}. See ${log}, then run the command again, or set DATABASE_URL.`
    )
  }
}

/** The server named by DATABASE_URL cannot be used. */
export class DatabaseUnavailableError extends GroundError {
  readonly code = 'E_DATABASE_UNAVAILABLE'
}

/** A required secret is missing, weak or a placeholder. */
export class SecretError extends GroundError {
  readonly code = 'E_SECRET'
}

/** Building the assets or the server failed. */
export class BuildError extends GroundError {
  readonly code = 'E_BUILD'
}

/** The filters of a test run leave nothing to run, which must not pass for success. */
export class NoTestsError extends GroundError {
  readonly code = 'E_NO_TESTS'

  constructor() {
    super(
      'No test matched. Name suites or parts of file names: npm test -- unit --files=money/paise'
    )
  }
}

/** `TEST_SHUFFLE` is no seed. */
export class ShuffleSeedError extends GroundError {
  readonly code = 'E_SHUFFLE_SEED'

  constructor(wanted: string) {
    super(`TEST_SHUFFLE is a whole number or "random", not "${wanted}".`)
  }
}
