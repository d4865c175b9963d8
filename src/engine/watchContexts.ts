import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { type ContextEnvironment, configFolder } from './contextFiles.ts';

/**
 * Calls when a file of the contexts changed, a little later, so that who writes several files is done. Each folder is watched by
 * itself: Linux tells of changes inside a folder, not below it, and a context's files are in folders of their own.
 */
export function watchContexts(environment: ContextEnvironment, onChange: () => void): { dispose(): void } {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      arm();
      onChange();
    }, 100);
  };
  const arm = () => {
    for (const { folder, counts } of watchedFolders(environment)) {
      if (watchers.has(folder) || !existsSync(folder)) continue;
      const forget = () => {
        watchers.get(folder)?.close();
        watchers.delete(folder);
      };
      try {
        const watcher = watch(folder, (_, file) => {
          if (!existsSync(folder)) forget();
          if (counts(file ?? '')) changed();
        });
        watcher.on('error', forget);
        watchers.set(folder, watcher);
      } catch {
        // gone meanwhile, or no more watches: the choice is read again by the user's hand
      }
    }
  };
  arm();
  return {
    dispose: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

interface Watched {
  readonly folder: string;
  /** Whether a change of this file in it is one of the contexts. */
  readonly counts: (file: string) => boolean;
}

function watchedFolders(environment: ContextEnvironment): readonly Watched[] {
  const config = configFolder(environment);
  const { DOCKER_CERT_PATH: certificates } = environment.variables;
  const contexts = path.join(config, 'contexts');
  const [meta, tls] = [path.join(contexts, 'meta'), path.join(contexts, 'tls')];
  const keys = foldersIn(tls).flatMap((folder) => [folder, ...foldersIn(folder)]);
  const every = () => true;
  return [
    // until there is one, and when it is made anew
    { folder: path.dirname(config), counts: (file) => file === path.basename(config) },
    { folder: config, counts: (file) => file === 'config.json' || file === 'contexts' || file.endsWith('.pem') },
    ...(certificates && certificates !== config
      ? [{ folder: certificates, counts: (file: string) => file.endsWith('.pem') }]
      : []),
    ...[contexts, meta, ...foldersIn(meta), tls, ...keys].map((folder) => ({ folder, counts: every })),
  ];
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}
