// One fan-out, live.
import { Listener, Problem, download, fanOutPath, getJson, poll, post, request } from './api.js';
import { Characters } from './characters.js';
import { follow, h, say, text } from './dom.js';
import { Failures } from './failures.js';
import { capital, count, countdown, moment, percent, plural, rate, shortened, span } from './format.js';
import { paceOf } from './history.js';
import { inFlight, isOver, place, shortId, stateOf, tookSeconds, viewOf, waitOf, waitText } from './model.js';
import { Overview } from './overview.js';
import { action, chip, confirmed, labels, progress, showChip, showProgress } from './parts.js';

const TABS = [['', 'Overview'], ['failures', 'Failures'], ['characters', 'Characters']];
const FILES = ['characters.json', 'characters.ndjson', 'characters.csv', 'characters.parquet', 'failures.json', 'failures.csv', 'report.json'];

export class Detail {
  constructor(root, signal, id, tab) {
    Object.assign(this, { root, signal, id });
    this.wake = () => {};
    this.listener = new Listener(id, signal, () => this.wake());
    document.title = `${shortId(id)} \u00b7 Fan-outs`;
    const failures = new Failures(id, signal);
    this.panels = { '': new Overview(id, signal, failures), failures, characters: new Characters(id, signal) };
    this.build();
    this.show(tab);
  }

  build() {
    this.turn = action('Pause', async () => {
      await post(fanOutPath(this.id, this.fanOut.status === 'paused' ? '/resume' : '/pause'));
      this.wake();
    }, '.main');
    this.askNow = action('Ask now', async () => {
      await post(fanOutPath(this.id, '/wake'));
      say('Asked the upstream');
      this.wake();
    });
    this.cancel = action('Cancel', async () => {
      const [question, what] = this.fanOut.canceling
        ? ['End it at once?', 'What its running batches have fetched is lost.']
        : ['Cancel this fan-out?', 'Nothing more is fetched. What is in flight comes to its end; what was fetched stays, and can be downloaded.'];
      if (!await confirmed(question, what, 'Cancel the fan-out')) return;
      await post(fanOutPath(this.id, '/cancel'));
      this.wake();
    });
    const again = (label, what, ids) => action(label, async () => {
      const accepted = await (await post(fanOutPath(this.id, '/retry'), { what: [what] })).json();
      say(`Started ${accepted.id} over ${ids}`);
      location.hash = viewOf(accepted.id);
    });
    this.retry = again('Retry the failed ids', 'failed', 'the failed ids');
    this.goOn = again('Fetch the rest', 'remaining', 'the ids not asked for');
    this.remove = action('Delete', async () => {
      if (!await confirmed('Delete this fan-out?', 'Its record and its results are deleted; this cannot be undone.', 'Delete it')) return;
      await request(fanOutPath(this.id), { method: 'DELETE' });
      say('Deleted');
      location.hash = place.list;
    });
    const files = h('div.sheet.menu', { id: 'files', popover: 'auto' }, FILES.map((name) => {
      const [what, format] = name.split('.');
      return action(`${capital(what)} as ${format === 'parquet' ? 'Parquet' : format.toUpperCase()}`, async () => {
        files.hidePopover();
        const size = await download(fanOutPath(this.id, what === 'report' ? '/report' : `/${what}?format=${format}`), `${this.id}-${name}`);
        say(`Downloaded ${name}, ${count(size)} bytes`);
      });
    }));
    this.download = h('button.opens', { popovertarget: 'files' }, 'Download');

    this.state = chip();
    this.state.setAttribute('role', 'status');
    this.story = h('p.soft.story');
    this.trouble = h('p.why', { role: 'alert' });
    this.bar = progress('Progress');
    this.figures = h('dl.figures');
    this.tabs = h('nav.tabs', { 'aria-label': 'Views of this fan-out' }, TABS.map(([tab, word]) =>
      h('a', { href: viewOf(this.id, tab), 'data-tab': tab }, h('span', word), h('span'))));
    this.panel = h('div.panel');
    const actions = [this.turn, this.askNow, this.cancel, this.retry, this.goOn, this.download, this.remove];
    this.root.append(
      h('div.head', h('a.back', { href: place.list }, 'Fan-outs'), h('h1.mono', this.id), this.state, h('span.grow'),
        h('div.actions', actions, files)),
      this.trouble, this.story,
      h('div.sheet.summary', this.bar, this.figures),
      this.tabs, this.panel);
    for (const button of actions) button.hidden = true;
  }

  /** Shows another panel of the same fan-out. */
  show(tab) {
    this.tab = this.panels[tab] ? tab : '';
    for (const link of this.tabs.children) link.setAttribute('aria-current', link.dataset.tab === this.tab ? 'page' : 'false');
    this.panel.replaceChildren(this.panels[this.tab].element);
    if (this.fanOut) this.panels[this.tab].follow(this.fanOut);
  }

  run() {
    return poll(this.signal, async () => {
      const overview = this.panels[''];
      try {
        this.fanOut = await this.look(overview);
      } catch (e) {
        if (!(e instanceof Problem) || e.status !== 404) throw e;
        this.gone(e);
        return 10_000;
      }
      if (!isOver(this.fanOut)) this.listener.listen();
      overview.note(this.fanOut);
      this.update(this.fanOut);
      const askedMore = await this.panels[this.tab].follow(this.fanOut);
      if (isOver(this.fanOut) && (this.tab !== '' || overview.settled)) return 5000;
      return askedMore ? 2000 : 1000;
    }, (wake) => { this.wake = wake; });
  }

  /** How it is doing: what the host said last, if it says so by itself. The batches have to be asked for, when something has changed. */
  async look(overview) {
    const { newest } = this.listener;
    if (newest && (newest === this.seen || this.tab !== '')) return newest;
    const answer = await getJson(this.tab === '' ? overview.path() : fanOutPath(this.id), { signal: this.signal });
    this.seen = newest;
    overview.take(answer);
    return answer.fanOut ?? answer;
  }

  gone(problem) {
    text(this.trouble, problem.message);
    for (const part of [this.state, this.tabs, this.panel, this.bar.parentElement]) part.hidden = true;
  }

  update(fanOut) {
    const over = isOver(fanOut);
    showChip(this.state, fanOut);
    showProgress(this.bar, fanOut);
    text(this.turn, fanOut.status === 'paused' ? 'Resume' : 'Pause');
    this.cancel.hidden = over;
    this.turn.hidden = over || fanOut.canceling;
    this.retry.hidden = !(over && fanOut.failed > 0);
    this.goOn.hidden = !(over && fanOut.remaining > 0);
    this.askNow.hidden = over || fanOut.canceling || !fanOut.waiting || fanOut.status !== 'running';
    this.remove.hidden = !over;
    this.download.hidden = false;
    this.tell(fanOut, over);
    text(this.trouble, fanOut.error ?? fanOut.problem ?? waitText(fanOut));
    const { word, tone: shown } = stateOf(fanOut);
    const wait = fanOut.canceling ? null : waitOf(fanOut);
    const tone = wait ? shown : '';
    this.trouble.dataset.tone = fanOut.error || fanOut.problem ? 'bad' : 'wait';
    const { remaining } = fanOut;
    // Its whole life says little of one that was paused or throttled: the rate is that of the last half minute as soon as there is one.
    const pace = over ? null : paceOf(this.panels[''].samples);
    const left = pace ? (pace.rate > 0 ? remaining / pace.rate : null) : fanOut.secondsLeft;
    const figures = [
      ['Fetched', count(fanOut.fetched), '', `${percent(fanOut.fetched, fanOut.requested)} of ${count(fanOut.requested)}`],
      ['Failed', count(fanOut.failed), fanOut.failed ? 'bad' : '', fanOut.failed ? percent(fanOut.failed, fanOut.requested) : ''],
      fanOut.retried > 0 && ['Retried', count(fanOut.retried), '', 'took more requests'],
      fanOut.throttledWaits > 0 && ['Throttled', plural(fanOut.throttledWaits, 'time')],
      (!over || remaining > 0) && [over ? 'Not asked for' : 'To do', count(remaining), '', percent(remaining, fanOut.requested)],
      !over && ['In flight', `${count(inFlight(fanOut))} of ${count(fanOut.request.maxConcurrency)}`, tone],
      ['Ids a second', rate(pace ? pace.rate : fanOut.idsPerSecond), '', pace ? `last ${pace.seconds} s` : 'on average'],
      [over ? 'Took' : 'Elapsed', span(tookSeconds(fanOut)), '', over ? `until ${moment(fanOut.lastUpdatedAt)}` : `since ${moment(fanOut.createdAt)}`],
      !over && (wait?.nextTryAt && wait.reason !== 'rateLimited'
        ? [wait.reason === 'throttled' ? 'Throttled until' : 'Next try', moment(wait.nextTryAt), tone, countdown(wait.nextTryAt)]
        : ['Time left', ['Running', 'Rate limited'].includes(word) ? span(left) : '\u2013']),
    ].filter(Boolean);
    follow(this.figures, figures, ([name]) => name, ([name]) => h('div.figure', h('dt', name), h('dd'), h('dd.note')), (element, [, value, shade = '', note = '']) => {
      text(element.children[1], value);
      text(element.children[2], note);
      element.dataset.tone = shade;
    });
    text(this.tabs.children[1].lastChild, count(fanOut.failed));
    text(this.tabs.children[2].lastChild, count(fanOut.fetched));
  }

  tell(fanOut, over) {
    const asked = fanOut.request;
    const link = (id) => h('a.mono', { href: viewOf(id), title: id }, shortId(id));
    const told = JSON.stringify([over, fanOut.batches, fanOut.retries]);
    if (told === this.told) return;
    this.told = told;
    const parts = [
      `${plural(fanOut.requested, 'id')}: ${shortened(asked.ids, 80)}`,
      fanOut.upstream && `from ${fanOut.upstream}`,
      `${plural(fanOut.batches, 'batch', 'batches')}${asked.batchSize ? ` of ${count(asked.batchSize)}` : ''}, at most ${count(asked.maxConcurrency)} at once`,
      asked.outageTimeout && `gives up on its upstream after ${asked.outageTimeout}`,
      asked.onFailure === 'abort' && `aborts when more than ${count(asked.maxFailures)} fail`,
      `${over ? 'ran' : 'started'} ${moment(fanOut.createdAt)}`,
    ].filter(Boolean).join(' \u00b7 ');
    this.story.replaceChildren(...labels(fanOut).flatMap((label) => [label, ' ']), parts,
      ...(fanOut.retryOf ? [' \u00b7 retries ids of ', link(fanOut.retryOf)] : []),
      ...(fanOut.retries.length ? [' \u00b7 retried by ', ...fanOut.retries.flatMap((id, i) => [i ? ', ' : '', link(id)])] : []));
  }
}
