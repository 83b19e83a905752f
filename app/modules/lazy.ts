/** A file of a module that is loaded when it is needed; reading a manifest loads none. */
export type Lazy<T> = () => Promise<{ default: T }>
