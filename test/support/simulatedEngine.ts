/**
 * An engine of any size that is not there: a small HTTP server on a unix socket that speaks the Engine API from a seeded inventory,
 * changes when told to, and fails when told to. Alone: `node --import tsx test/support/simulatedEngine.ts --socket PATH [--networks N]
 * [--containers N] [--endpoints N] [--nodes N] [--churn MILLISECONDS]`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { FakeEngine, send } from './fakeEngine.ts';
import { Inventory, type InventorySize } from './inventory.ts';

/** What goes wrong with an answer. */
export type Fault =
  /** The connection ends in the middle of the answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'garbage' }
  /** Status 500 where the path matches. */
  | { readonly kind: 'error'; readonly path: RegExp }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** A list that never ends: one label after the other. */
  | { readonly kind: 'endless' }
  /** Speaks another API version than its header says. */
  | { readonly kind: 'refusing'; readonly message: string };

export class SimulatedEngine implements AsyncDisposable {
  readonly inventory: Inventory;
  readonly fake: FakeEngine;
  fault: Fault | undefined;
  readonly #cache = new Map<string, string>();

  private constructor(inventory: Inventory, fake: FakeEngine) {
    this.inventory = inventory;
    this.fake = fake;
  }

  static async start(
    size: InventorySize,
    options: { readonly socket?: string; readonly apiVersion?: string } = {},
  ): Promise<SimulatedEngine> {
    const inventory = new Inventory(size);
    const late: { engine?: SimulatedEngine } = {};
    const fake = await FakeEngine.start({
      ...options,
      override: (asked, request, response) => late.engine?.answer(asked, request, response) ?? false,
    });
    late.engine = new SimulatedEngine(inventory, fake);
    return late.engine;
  }

  get host(): string {
    return this.fake.host;
  }

  /** Changes something as users do, and tells of it as Docker does. */
  churn(): void {
    const { inventory, fake } = this;
    const { random } = inventory;
    const box = random.pick(inventory.boxes);
    const network = random.pick(inventory.networks);
    this.changed();
    switch (random.below(5)) {
      case 0:
        box.running = !box.running;
        for (const one of box.memberships) {
          const attributes = { container: box.id, name: one.network.name, type: 'bridge' };
          fake.emit('network', box.running ? 'connect' : 'disconnect', one.network.id, attributes);
        }
        fake.emit('container', box.running ? 'start' : 'die', box.id, { name: box.name });
        return;
      case 1:
        inventory.attach(box, network);
        fake.emit('network', 'connect', network.id, { container: box.id, name: network.name, type: 'bridge' });
        return;
      case 2:
        inventory.detach(box, network);
        fake.emit('network', 'disconnect', network.id, { container: box.id, name: network.name, type: 'bridge' });
        return;
      case 3: {
        const made = inventory.addBox();
        inventory.attach(made, network);
        fake.emit('container', 'create', made.id, { name: made.name });
        return;
      }
      default:
        if (inventory.boxes.length < 2) return;
        inventory.removeBox(box);
        fake.emit('container', 'destroy', box.id, { name: box.name });
    }
  }

  /** After the inventory was changed by hand. */
  changed(): void {
    this.#cache.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.fake[Symbol.asyncDispose]();
  }

  private answer(asked: string, request: IncomingMessage, response: ServerResponse): boolean {
    const [route = ''] = asked.split('?');
    if (request.method !== 'GET' || route === '/_ping' || route === '/events') return false;
    const { fault } = this;
    if (fault?.kind === 'error' && fault.path.test(route)) {
      send(response, 500, { message: 'simulated failure' });
      return true;
    }
    if (fault?.kind === 'refusing') {
      send(response, 400, { message: fault.message });
      return true;
    }
    const body = this.body(route);
    if (body === undefined) {
      send(response, 404, { message: `No such object: ${route}` });
      return true;
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    switch (fault?.kind) {
      case 'cut':
        response.write(body.slice(0, Math.floor(body.length / 2)));
        response.socket?.end();
        return true;
      case 'garbage':
        response.end('<html>{"a":\u0000');
        return true;
      case 'endless':
        pour(response);
        return true;
      case 'slow': {
        const timer = setTimeout(() => response.end(body), fault.milliseconds);
        response.once('close', () => clearTimeout(timer));
        return true;
      }
      default:
        response.end(body);
        return true;
    }
  }

  private body(route: string): string | undefined {
    const known = this.#cache.get(route);
    if (known !== undefined) return known;
    const answer = this.answerOf(route);
    if (answer === undefined) return undefined;
    const body = JSON.stringify(answer);
    this.#cache.set(route, body);
    return body;
  }

  private answerOf(route: string): unknown {
    const { inventory } = this;
    switch (route) {
      case '/version':
        return inventory.version;
      case '/info':
        return inventory.info;
      case '/networks':
        return inventory.networkList;
      case '/containers/json':
        return inventory.containerList;
      case '/nodes':
        return inventory.nodes;
      case '/services':
      case '/tasks':
        return [];
      default: {
        const [, kind, id = ''] = /^\/(networks|containers)\/([^/]+?)(?:\/json)?$/.exec(route) ?? [];
        if (kind === undefined) return undefined;
        return kind === 'networks' ? inventory.networkDetail(id) : inventory.containerDetail(id);
      }
    }
  }
}

/** Writes as long as somebody reads. */
function pour(response: ServerResponse): void {
  const chunk = `"label":"${'x'.repeat(65_536)}",`;
  const more = () => {
    if (!response.destroyed && response.write(chunk)) setImmediate(more);
    else response.once('drain', more);
  };
  response.write('[{"Labels":{');
  more();
}

if (process.argv[1] === import.meta.filename) {
  const number = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { socket: number, networks: number, containers: number, endpoints: number, nodes: number, churn: number },
  });
  const engine = await SimulatedEngine.start(
    {
      networks: Number(values.networks ?? 1_000),
      containers: Number(values.containers ?? 5_000),
      endpoints: Number(values.endpoints ?? 10_000),
      nodes: Number(values.nodes ?? 0),
    },
    values.socket ? { socket: values.socket } : {},
  );
  if (values.churn) setInterval(() => engine.churn(), Number(values.churn));
  console.log(engine.host);
}
