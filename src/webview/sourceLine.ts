import type { Engine } from '../model/topology.ts';
import type { Context } from './context.ts';

/** For each engine: context, version, and how old what is shown is. */
export function sourceLines(context: Pick<Context, 'show' | 't'>, now: number): readonly string[] {
  const { show, t } = context;
  if (show.topology.engines.length === 0) return [t('panel.waiting')];
  return show.topology.engines.map((engine) => sourceLine(engine, show.language, t, now));
}

function sourceLine(engine: Engine, language: string, t: Context['t'], now: number): string {
  const { context, version, readAt } = engine;
  switch (engine.state) {
    case 'connecting':
      return t('panel.source-connecting', context);
    case 'refused':
      return t('panel.source-refused', context);
    case 'sample':
      return t('panel.source-sample', context, version ?? '');
    case 'lost':
      return readAt === undefined
        ? t('panel.source-lost-unread', context)
        : t('panel.source-lost', context, clock(readAt, language));
    case 'ready': {
      if (readAt === undefined) return t('panel.source-connecting', context);
      const age = ageText(readAt, now, t);
      return version ? t('panel.source', context, version, age) : t('panel.source-unversioned', context, age);
    }
    default:
      return engine.state satisfies never;
  }
}

export function ageText(readAt: string, now: number, t: Context['t']): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(readAt)) / 1000));
  if (!Number.isFinite(seconds) || seconds < 3) return t('panel.just-now');
  if (seconds < 100) return t('panel.seconds-ago', seconds);
  if (seconds < 6000) return t('panel.minutes-ago', Math.round(seconds / 60));
  return t('panel.hours-ago', Math.round(seconds / 3600));
}

/** hh:mm:ss in the user's language, or the text itself when it is no time. */
export function clock(time: string, language: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(date);
}
