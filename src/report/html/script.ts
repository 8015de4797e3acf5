/**
 * Shows the tree of files: only the rows in sight are elements, so that 300,000 paths stay quick. Plain JavaScript for
 * browsers; it sets texts as text only, and asks for nothing from anywhere.
 */
export const SCRIPT = String.raw`'use strict';
(() => {
  const ROW = 26, MAX_FOUND = 20000;
  const MARKS = ['', '! a finding', '» runs at start'];
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const bytes = (n) => {
    let i = 0;
    while (n >= 999.95 && i < units.length - 1) { n /= 1000; i++; }
    return i === 0 ? n + ' B' : n.toFixed(1) + ' ' + units[i];
  };
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  for (const block of document.querySelectorAll('script.files-data')) start(block);

  function start(block) {
    const files = block.parentElement.querySelector('.files');
    const data = JSON.parse(block.textContent);
    const { names, parents, kinds, layers, gone } = data;
    const count = names.length;
    const child = new Int32Array(count).fill(-1), next = new Int32Array(count).fill(-1);
    const last = new Int32Array(count).fill(-1), total = Float64Array.from(data.sizes);
    for (let i = 1; i < count; i++) {
      const parent = parents[i];
      if (parent < 0) continue;
      if (last[parent] < 0) child[parent] = i; else next[last[parent]] = i;
      last[parent] = i;
    }
    for (let i = count - 1; i > 0; i--) if (parents[i] >= 0 && gone[i] === undefined) total[parents[i]] += total[i];
    const open = new Uint8Array(count);
    const depth = new Uint16Array(count);
    for (let i = 1; i < count; i++) depth[i] = parents[i] < 0 ? 0 : depth[parents[i]] + 1;
    if (count > 0) open[0] = 1;
    const [tree, room, view] = ['.tree', '.room', '.view'].map((name) => files.querySelector(name));
    const [search, layer, removed] = ['[type=search]', 'select', '[type=checkbox]'].map((name) => files.querySelector(name));
    const status = files.querySelector('.count');
    const id = block.dataset.of;
    const pathOf = (i) => {
      const parts = [];
      for (let at = i; at > 0; at = parents[at]) parts.push(names[at]);
      return '/' + parts.reverse().join('/');
    };
    let keep = null, flat = false, rows = [], now = 0;

    function filter() {
      const text = search.value.toLowerCase();
      const from = layer.value === '' ? -1 : Number(layer.value);
      const wanted = (i) => (removed.checked || gone[i] === undefined) && (from < 0 || layers[i] === from);
      flat = text !== '';
      if (flat) {
        const found = [];
        let matches = 0;
        const whole = text.includes('/');
        for (let i = 1; i < count; i++) {
          if (!wanted(i) || !(whole ? pathOf(i) : names[i]).toLowerCase().includes(text)) continue;
          if (++matches <= MAX_FOUND) found.push(i);
        }
        rows = found;
        now = 0;
        status.textContent = matches + ' found' + (matches > MAX_FOUND ? ', the first ' + MAX_FOUND + ' are shown' : '');
        tree.scrollTop = 0;
        draw();
        return;
      }
      keep = null;
      if (from >= 0 || !removed.checked) {
        keep = new Uint8Array(count);
        for (let i = count - 1; i > 0; i--) {
          if (wanted(i) && (from < 0 || kinds[i] !== 0 || keep[i])) keep[i] = 1;
          if (keep[i] && parents[i] >= 0) keep[parents[i]] = 1;
        }
      }
      status.textContent = (keep ? keep.reduce((sum, one) => sum + one, 0) + ' of ' : '') + count + ' paths';
      list();
    }

    function list() {
      const chosen = rows[now];
      rows = [];
      const pending = [];
      for (let i = child.length > 0 ? child[0] : -1; i >= 0; i = next[i]) pending.push(i);
      pending.reverse();
      while (pending.length > 0) {
        const i = pending.pop();
        if (keep && !keep[i]) continue;
        rows.push(i);
        if (!open[i]) continue;
        const inner = [];
        for (let at = child[i]; at >= 0; at = next[at]) inner.push(at);
        for (let j = inner.length - 1; j >= 0; j--) pending.push(inner[j]);
      }
      const again = chosen === undefined ? -1 : rows.indexOf(chosen);
      now = again < 0 ? Math.max(0, Math.min(now, rows.length - 1)) : again;
      draw();
    }

    function draw() {
      room.style.height = rows.length * ROW + 'px';
      const first = Math.max(0, Math.floor(tree.scrollTop / ROW) - 10);
      const end = Math.min(rows.length, first + Math.ceil(tree.clientHeight / ROW) + 20);
      const shown = document.createDocumentFragment();
      for (let at = first; at < end; at++) shown.append(rowOf(at));
      room.replaceChildren(shown);
      if (rows.length > 0) tree.setAttribute('aria-activedescendant', id + '-row-' + rows[now]);
      else tree.removeAttribute('aria-activedescendant');
    }

    function rowOf(at) {
      const i = rows[at];
      const folder = child[i] >= 0;
      const row = make('div', 'row' + (at === now ? ' now' : '') + (gone[i] === undefined ? '' : ' gone'));
      row.id = id + '-row-' + i;
      row.setAttribute('role', 'treeitem');
      row.setAttribute('aria-level', flat ? 1 : depth[i]);
      row.setAttribute('aria-selected', at === now);
      row.setAttribute('aria-setsize', rows.length);
      row.setAttribute('aria-posinset', at + 1);
      if (folder && !flat) row.setAttribute('aria-expanded', open[i] === 1);
      row.style.transform = 'translateY(' + at * ROW + 'px)';
      if (!flat) row.style.paddingLeft = 10 + (Math.min(depth[i], 24) - 1) * 16 + 'px';
      const sign = flat ? '' : folder ? (open[i] ? '▾ ' : '▸ ') : '  ';
      const target = data.targets[i];
      row.append(
        make('span', 'name', sign + (flat ? pathOf(i) : names[i]) + (kinds[i] === 0 ? '/' : '') + (target === undefined ? '' : ' → ' + target)),
        ...(data.marks[i] === undefined ? [] : [make('span', 'mark m' + data.marks[i], MARKS[data.marks[i]])]),
        make('span', 'size', bytes(total[i])),
        make('span', 'from', gone[i] !== undefined ? 'removed' : layers[i] < 0 ? '' : 'layer ' + (layers[i] + 1)),
      );
      row.dataset.at = at;
      return row;
    }

    function show() {
      const i = rows[now];
      if (i === undefined) return;
      const path = pathOf(i);
      const mode = data.modes[i].toString(8).padStart(4, '0');
      const parts = [make('h3', '', path), make('p', 'note', [data.kindNames[kinds[i]], bytes(total[i]), 'mode ' + mode].join(', '))];
      if (layers[i] >= 0) {
        const from = make('p', '', 'From layer ' + (layers[i] + 1) + ': ');
        from.append(make('code', '', data.origins[layers[i]]));
        parts.push(from);
      }
      if (gone[i] !== undefined) {
        const by = make('p', 'warning', 'Not seen by the container: taken away in layer ' + (gone[i] + 1) + ': ');
        by.append(make('code', '', data.origins[gone[i]]));
        parts.push(by);
      }
      if (data.targets[i] !== undefined) parts.push(make('p', '', 'Links to ' + data.targets[i]));
      const text = gone[i] === undefined && Object.hasOwn(data.texts, path) ? data.texts[path] : undefined;
      if (text !== undefined) {
        parts.push(make('pre', '', text[0]));
        if (text[1]) parts.push(make('p', 'note', 'The text goes on.'));
      } else if (kinds[i] === 1) parts.push(make('p', 'note', 'Its text is not in this page; texts of what starts and of findings are.'));
      view.replaceChildren(...parts);
    }

    function go(at) {
      now = Math.max(0, Math.min(rows.length - 1, at));
      const top = now * ROW;
      if (top < tree.scrollTop) tree.scrollTop = top;
      else if (top + ROW > tree.scrollTop + tree.clientHeight) tree.scrollTop = top + ROW - tree.clientHeight;
      draw();
      show();
    }

    function toggle(i, to) {
      if (flat || child[i] < 0) return;
      open[i] = to ? 1 : 0;
      list();
    }

    tree.addEventListener('scroll', () => requestAnimationFrame(draw), { passive: true });
    tree.addEventListener('click', (event) => {
      const row = event.target.closest('.row');
      if (!row) return;
      const at = Number(row.dataset.at);
      const i = rows[at];
      go(at);
      toggle(i, !open[i]);
    });
    tree.addEventListener('keydown', (event) => {
      const page = Math.max(1, Math.floor(tree.clientHeight / ROW) - 1);
      const i = rows[now];
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
      if (event.key in moves) go(now + moves[event.key]);
      else if (event.key === 'ArrowRight' && i !== undefined) {
        if (!flat && child[i] >= 0 && !open[i]) toggle(i, true);
        else go(now + 1);
      } else if (event.key === 'ArrowLeft' && i !== undefined) {
        if (!flat && open[i] && child[i] >= 0) toggle(i, false);
        else if (!flat && parents[i] > 0) go(rows.indexOf(parents[i]));
      } else if ((event.key === 'Enter' || event.key === ' ') && i !== undefined) {
        toggle(i, !open[i]);
        show();
      } else return;
      event.preventDefault();
    });
    search.addEventListener('input', filter);
    layer.addEventListener('change', filter);
    removed.addEventListener('change', filter);
    addEventListener('resize', draw);
    files.hidden = false;
    filter();
  }
})();
`;
