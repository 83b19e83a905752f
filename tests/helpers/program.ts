import type { ApiClient } from '@japa/api-client'

/** A record as the API answers it; the assertions say what is in it. */
export interface Answer {
  id: string
  version: number
  number: string
  status: string
  [name: string]: unknown
}

/** A program that acts for one member by their token. */
export class Program {
  constructor(
    private client: ApiClient,
    private token: string
  ) {}

  async ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
    const request = this.client.request(`/api/v1${path}`, method).bearerToken(this.token)
    return body ? request.json(body) : request
  }

  /** The record that a request is answered with; anything else fails with what was said. */
  async get(path: string): Promise<Answer> {
    return this.#record('GET', path, 200)
  }

  async create(path: string, body: object): Promise<Answer> {
    return this.#record('POST', path, 201, body)
  }

  async change(path: string, body: object): Promise<Answer> {
    return this.#record('PUT', path, 200, body)
  }

  /** Takes a record one step further. */
  async act(path: string, body: object = {}): Promise<Answer> {
    return this.#record('POST', path, 200, body)
  }

  async #record(method: 'GET' | 'POST' | 'PUT', path: string, status: number, body?: object) {
    const response = await this.ask(method, path, body)
    if (response.status() !== status) {
      throw new Error(`${method} ${path} answered ${response.status()}: ${response.text()}`)
    }
    return response.body().data as Answer
  }
}
