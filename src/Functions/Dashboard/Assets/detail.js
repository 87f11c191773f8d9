// One fan-out, live.
import { Problem, download, fanOutPath, getJson, poll, post, request } from './api.js';
import { Characters } from './characters.js';
import { h, say, text } from './dom.js';
import { Failures } from './failures.js';
import { clock, count, moment, plural, rate, shortened, span } from './format.js';
import { finished, isOver, shortId, tookSeconds, viewOf } from './model.js';
import { Overview } from './overview.js';
import { action, chip, confirmed, figure, progress, showChip, showProgress } from './parts.js';

const TABS = [['', 'Overview'], ['failures', 'Failures'], ['characters', 'Characters']];
const DOWNLOADS = [
  ['Characters as JSON', '/characters?format=json', 'characters.json'],
  ['Characters as NDJSON', '/characters?format=ndjson', 'characters.ndjson'],
  ['Characters as CSV', '/characters?format=csv', 'characters.csv'],
  ['Failures as JSON', '/failures?format=json', 'failures.json'],
  ['Failures as CSV', '/failures?format=csv', 'failures.csv'],
  ['Report as JSON', '/report', 'report.json'],
];

export class Detail {
  constructor(root, signal, id, tab) {
    Object.assign(this, { root, signal, id });
    this.wake = () => {};
    document.title = `${shortId(id)} \u00b7 Fan-outs`;
    this.panels = { '': new Overview(id, signal), failures: new Failures(id, signal), characters: new Characters(id, signal) };
    this.build();
    this.show(tab);
    signal.addEventListener('abort', () => Object.values(this.panels).forEach((panel) => panel.close()));
  }

  build() {
    const control = (verb, word, classes) => action(word, async () => {
      await post(fanOutPath(this.id, `/${verb}`));
      this.wake();
    }, classes);
    this.pause = control('pause', 'Pause', '.main');
    this.resume = control('resume', 'Resume', '.main');
    this.cancel = action('Cancel', async () => {
      if (!await confirmed('Cancel this fan-out?', 'Nothing more is fetched. What its batches stored stays, and can be downloaded.', 'Cancel the fan-out')) return;
      await post(fanOutPath(this.id, '/cancel'));
      this.wake();
    });
    this.retry = action('Retry the failed ids', async () => {
      const accepted = await (await post(fanOutPath(this.id, '/retry'))).json();
      say(`Started ${accepted.id} over the failed ids`);
      location.hash = viewOf(accepted.id);
    });
    this.remove = action('Delete', async () => {
      if (!await confirmed('Delete this fan-out?', 'Its record and its results are deleted; this cannot be undone.', 'Delete it')) return;
      await request(fanOutPath(this.id), { method: 'DELETE' });
      say('Deleted');
      location.hash = '#/';
    });
    this.menu = h('details.menu', h('summary.button', 'Download'),
      h('div.sheet', DOWNLOADS.map(([word, path, name]) => action(word, async () => {
        this.menu.open = false;
        const size = await download(fanOutPath(this.id, path), `${this.id}-${name}`);
        say(`Downloaded ${name}, ${count(size)} bytes`);
      }))));
    this.menu.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape') return;
      this.menu.open = false;
      this.menu.querySelector('summary').focus();
    });
    this.menu.addEventListener('focusout', (e) => { if (!this.menu.contains(e.relatedTarget) && e.relatedTarget) this.menu.open = false; });

    this.state = chip();
    this.state.setAttribute('role', 'status');
    this.story = h('p.soft.story');
    this.trouble = h('p.wrong', { role: 'alert', hidden: true });
    this.bar = progress('Progress');
    this.figures = Object.fromEntries([
      ['fetched', 'Fetched'], ['failed', 'Failed'], ['left', 'To do'], ['flight', 'In flight'], ['speed', 'Ids a second'], ['time', 'Time left'],
    ].map(([key, name]) => [key, figure(name)]));
    this.timeName = this.figures.time.element.firstChild;
    this.tabs = h('nav.tabs', { 'aria-label': 'Views of this fan-out' }, TABS.map(([tab, word]) =>
      h('a', { href: viewOf(this.id, tab), dataset: { tab } }, h('span', word), h('span.soft'))));
    this.panel = h('div.panel');
    this.root.append(
      h('div.head', h('a.back', { href: '#/' }, 'Fan-outs'), h('h1.mono', this.id), this.state, h('span.grow'),
        h('div.actions', this.pause, this.resume, this.cancel, this.retry, this.menu, this.remove)),
      this.story, this.trouble,
      h('div.sheet.summary', this.bar, h('dl.figures', Object.values(this.figures).map((f) => f.element))),
      this.tabs, this.panel);
    for (const button of [this.pause, this.resume, this.cancel, this.retry, this.remove, this.menu]) button.hidden = true;
  }

  /** Shows another panel of the same fan-out. */
  show(tab) {
    this.tab = this.panels[tab] ? tab : '';
    for (const link of this.tabs.children) {
      if (link.dataset.tab === this.tab) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    this.panel.replaceChildren(this.panels[this.tab].element);
    if (this.fanOut) this.panels[this.tab].follow(this.fanOut);
  }

  run() {
    return poll(this.signal, async () => {
      const overview = this.panels[''];
      try {
        const answer = await getJson(this.tab === '' ? overview.path() : fanOutPath(this.id), { signal: this.signal });
        overview.take(answer);
        this.fanOut = answer.fanOut ?? answer;
      } catch (e) {
        if (!(e instanceof Problem) || e.status !== 404) throw e;
        this.gone(e);
        return 10_000;
      }
      this.update(this.fanOut);
      overview.note(this.fanOut);
      const askedMore = await this.panels[this.tab].follow(this.fanOut);
      if (isOver(this.fanOut) && (this.tab !== '' || overview.settled)) return 5000;
      return askedMore ? 2000 : 1000;
    }, (wake) => { this.wake = wake; });
  }

  gone(problem) {
    this.trouble.hidden = false;
    text(this.trouble, problem.message);
    for (const part of [this.tabs, this.panel, this.bar.parentElement]) part.hidden = true;
  }

  update(fanOut) {
    const over = isOver(fanOut);
    showChip(this.state, fanOut);
    showProgress(this.bar, fanOut);
    this.pause.hidden = !['running', 'pending'].includes(fanOut.status);
    this.resume.hidden = fanOut.status !== 'paused';
    this.cancel.hidden = over;
    this.retry.hidden = !(over && fanOut.failed > 0);
    this.remove.hidden = !over;
    this.menu.hidden = false;
    this.tell(fanOut, over);
    this.trouble.hidden = !fanOut.error;
    text(this.trouble, fanOut.error ?? '');
    const { fetched, failed, left, flight, speed, time } = this.figures;
    const remaining = fanOut.requested - finished(fanOut);
    fetched.show(count(fanOut.fetched));
    failed.show(count(fanOut.failed), fanOut.failed ? 'bad' : '');
    left.show(count(remaining));
    const cap = fanOut.request.maxConcurrency;
    flight.show(over ? '0' : `${count(Math.min(fanOut.inFlight, cap))} of ${count(cap)}`, fanOut.throttledUntil && !over ? 'wait' : '');
    speed.show(rate(fanOut.idsPerSecond));
    text(this.timeName, over ? 'Took' : fanOut.throttledUntil ? 'Throttled until' : 'Time left');
    time.show(over ? span(tookSeconds(fanOut)) : fanOut.throttledUntil ? clock(fanOut.throttledUntil)
      : fanOut.status === 'paused' ? 'paused' : span(fanOut.secondsLeft), fanOut.throttledUntil && !over ? 'wait' : '');
    text(this.tabs.children[1].lastChild, count(fanOut.failed));
    text(this.tabs.children[2].lastChild, count(fanOut.fetched));
  }

  tell(fanOut, over) {
    const asked = fanOut.request;
    const link = (id) => h('a.mono', { href: viewOf(id), title: id }, shortId(id));
    const key = JSON.stringify([asked, fanOut.retryOf, fanOut.retries, over, fanOut.batches]);
    if (key === this.told) return;
    this.told = key;
    const parts = [
      `${plural(fanOut.requested, 'id')}: ${shortened(asked.ids, 80)}`,
      `${plural(fanOut.batches, 'batch', 'batches')} of ${count(asked.batchSize)}, at most ${count(asked.maxConcurrency)} at once`,
      asked.onFailure === 'abort' && `aborts after ${plural(asked.maxFailures, 'failure')}`,
      `${over ? 'ran' : 'started'} ${moment(fanOut.createdAt)}`,
    ].filter(Boolean).join(' \u00b7 ');
    this.story.replaceChildren(parts,
      ...(fanOut.retryOf ? [' \u00b7 retries the failures of ', link(fanOut.retryOf)] : []),
      ...(fanOut.retries.length ? [' \u00b7 retried by ', ...fanOut.retries.flatMap((id, i) => [i ? ', ' : '', link(id)])] : []));
  }
}
