/** JSON over HTTP, with the one error shape of the API. */

/** The server answered, and it said no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** No answer: offline, connection lost, or the server is away. */
export class Unreachable extends Error {}

export interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Let the request outlive the page (drafts sent while it closes). */
  keepalive?: boolean;
}

let pageToken = "";

/** The token printed into the page; a cookie newer than the page (signed in again in another tab) wins over it. */
export function useToken(token: string): void {
  pageToken = token;
}

/** For the few requests that do not go through `ask`. */
export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? pageToken;
}

export async function ask<T>(url: string, call: Call = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", ...call.headers };
  const init: RequestInit = { method: call.method ?? "GET", headers, credentials: "same-origin" };
  if (init.method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (call.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(call.body);
  }
  if (call.signal) init.signal = call.signal;
  if (call.keepalive) init.keepalive = true;
  return decode<T>(await reach(url, init));
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

async function decode<T>(response: Response): Promise<T> {
  let body: unknown;
  try {
    body = response.status === 204 ? null : await response.json();
  } catch (error) {
    // A connection lost half-way through the answer, or a page of a proxy instead of JSON.
    if (response.ok) throw new Unreachable(String(error));
    body = {};
  }
  if (response.ok) return body as T;
  const said = (body ?? {}) as { code?: string; message?: string; detail?: Record<string, unknown> };
  throw new Refusal(response.status, said.code ?? "", said.message ?? `HTTP ${response.status}`, said.detail ?? {});
}
