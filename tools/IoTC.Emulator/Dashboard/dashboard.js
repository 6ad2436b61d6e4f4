// The dashboard of the emulator. Whatever a device has named or sent is text, never markup.
"use strict";

// Every call of the service API, in one place.
const calls = {
  health: ["GET", "/health"],
  listDevices: ["GET", "/devices"],
  setDevice: ["PUT", "/devices/{id}"],
  dropConnection: ["DELETE", "/devices/{id}/connection"],
  readTelemetry: ["GET", "/devices/{id}/telemetry"],
  sendMessage: ["POST", "/devices/{id}/messages"],
  readTwin: ["GET", "/twins/{id}"],
  changeTwin: ["PATCH", "/twins/{id}"],
  invokeMethod: ["POST", "/twins/{id}/methods"],
  listFaults: ["GET", "/faults"],
  setFault: ["POST", "/faults/{id}"],
  clearFault: ["DELETE", "/faults/{id}"],
  clearFaults: ["DELETE", "/faults"],
};
const eventsPath = "/events";

const shownMessages = 50;
const devices = new Map();        // by id: as the service describes them
const lastPayloads = new Map();   // by id: of the telemetry seen since the page is open
let selected = decodeURIComponent(location.hash.slice(1));   // a device id, kept in the address
let telemetry = [];               // of the selected device, newest first
let isTelemetryNew = false;
let isDrawing = false;

const find = id => document.getElementById(id);

function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// The service API

async function call(name, id, body, query = "") {
  const [method, path] = calls[name];
  const request = { method, headers: {} };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path.replace("{id}", () => encodeURIComponent(id)) + query, request);
  const text = await response.text();
  const answer = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw new Error(answer?.Message ?? `status ${response.status}`);
  return answer;
}

// Shows how a call ended beside the button that made it.
async function tell(output, work) {
  output.className = "";
  output.textContent = "…";
  try {
    output.textContent = await work() ?? "done";
  } catch (error) {
    output.className = "failed";
    output.textContent = error.message;
  }
}

// What is shown

function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawList();
    drawDevice();
  });
}

function stateOf(device) {
  if (device.status === "disabled") return ["off", "disabled"];
  return device.connectionState === "Connected" ? ["on", "connected"] : ["", "disconnected"];
}

// Buttons are kept from one drawing to the next, and with them the keyboard's place.
const buttons = new Map();

function drawList() {
  find("no-devices").hidden = devices.size > 0;
  for (const [id, item] of buttons) {
    if (!devices.has(id)) {
      item.row.remove();
      buttons.delete(id);
    }
  }
  const ids = [...devices.keys()].sort();
  ids.forEach((id, index) => {
    const item = buttons.get(id) ?? createRow(id);
    const [className, text] = stateOf(devices.get(id));
    item.state.className = `state ${className}`;
    item.state.textContent = text;
    item.last.textContent = lastOf(devices.get(id));
    item.button.setAttribute("aria-current", String(id === selected));
    const list = find("devices");
    if (list.children[index] !== item.row) list.insertBefore(item.row, list.children[index] ?? null);
  });
}

function createRow(id) {
  const item = { row: create("li"), button: create("button"), state: create("span"), last: create("span", "last") };
  item.button.type = "button";
  item.button.append(create("span", "id", id), item.state, item.last);
  item.button.addEventListener("click", () => select(id));
  item.row.append(item.button);
  buttons.set(id, item);
  return item;
}

function lastOf(device) {
  if (!device.lastTelemetryTime) return "no telemetry";
  const payload = lastPayloads.get(device.deviceId);
  return time(device.lastTelemetryTime) + (payload === undefined ? "" : `  ${payload}`);
}

function drawDevice() {
  const device = devices.get(selected);
  find("device").hidden = device === undefined;
  if (device === undefined) return;
  find("device-title").textContent = device.deviceId;
  const [className, text] = stateOf(device);
  const state = create("span", `state ${className}`, text);
  const facts = [
    ["Connection", state],
    ["Connections so far", device.connectionCount],
    ["Closed last by the hub", device.lastCloseReason],
    ["Model", device.modelId],
    ["Authentication", device.authentication.type === "sas" ? "key" : "certificate"],
    ["Messages that wait", device.cloudToDeviceMessageCount],
    ["Telemetry ever", device.telemetryCount],
  ];
  const rows = [];
  for (const [name, value] of facts) {
    if (value === null || value === "") continue;
    const cell = create("dd");
    cell.append(value instanceof Node ? value : String(value));
    rows.push(create("dt", "", name), cell);
  }
  find("facts").replaceChildren(...rows);
  find("drop").disabled = device.connectionState !== "Connected";
  find("enable").textContent = device.status === "disabled" ? "Enable" : "Disable";
  find("no-telemetry").hidden = telemetry.length > 0;
  if (isTelemetryNew) find("telemetry").replaceChildren(...telemetry.map(createMessage));
  isTelemetryNew = false;
}

function createMessage(message) {
  const row = create("li");
  const arrived = create("time", "", time(message.arrivedAt));
  arrived.dateTime = message.arrivedAt;
  row.append(arrived, create("span", "payload", textOf(message.payload)));
  const properties = Object.entries({ ...message.properties, ...message.systemProperties });
  if (properties.length > 0) row.append(create("span", "properties", properties.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join("  ")));
  return row;
}

const textOf = value => (typeof value === "string" ? value : JSON.stringify(value));

const time = text => new Date(text).toLocaleTimeString([], { hour12: false });

function drawTwin(twin) {
  find("desired").textContent = JSON.stringify(twin.properties.desired, null, 2);
  find("reported").textContent = JSON.stringify(twin.properties.reported, null, 2);
}

// Faults: their rows are made once, so that what is being typed stays.
const faults = new Map();

function drawFaults(list) {
  for (const fault of list) {
    const left = (faults.get(fault.fault) ?? createFault(fault)).left;
    left.className = fault.left === 0 ? "left" : "left on";
    left.textContent = leftOf(fault);
  }
}

function leftOf(fault) {
  if (fault.left === 0) return "off";
  if (fault.left === 2147483647) return "on";
  return fault.counts === null ? `${fault.left} s` : `${fault.counts}: ${fault.left}`;
}

function createFault(fault) {
  const form = create("form");
  const item = { left: create("span", "left") };
  const what = create("div", "what");
  what.append(create("span", "", fault.text), item.left);
  const actions = create("p", "actions");
  const argument = fault.argument === null ? null : addNumber(actions, fault.argument, fault.default, -2147483648);
  const count = fault.counts === null ? null : addNumber(actions, fault.counts, 1, 1);
  const on = create("button", "", "On");
  const off = create("button", "", "Off");
  const answer = create("output");
  on.setAttribute("aria-label", `On: ${fault.text}`);
  off.setAttribute("aria-label", `Off: ${fault.text}`);
  off.type = "button";
  const both = create("span", "switch");
  both.append(on, off);
  actions.append(both, answer);
  form.append(what, actions);
  form.addEventListener("submit", event => {
    event.preventDefault();
    const body = {};
    if (argument !== null) body[fault.argument] = argument.valueAsNumber;
    if (count !== null) body.count = count.valueAsNumber;
    tell(answer, async () => { await call("setFault", fault.fault, body); return ""; });
  });
  off.addEventListener("click", () => tell(answer, async () => { await call("clearFault", fault.fault); return ""; }));
  const row = create("li");
  row.append(form);
  find("faults").append(row);
  faults.set(fault.fault, item);
  return item;
}

function addNumber(parent, name, value, least) {
  const input = create("input");
  input.type = "number";
  input.required = true;
  input.min = least;
  input.max = 2147483647;
  input.value = value;
  const label = create("label");
  label.append(name, input);
  parent.append(label);
  return input;
}

// What happens

async function select(id) {
  selected = id;
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  telemetry = [];
  isTelemetryNew = true;
  find("desired").textContent = "";
  find("reported").textContent = "";
  for (const output of find("device").querySelectorAll("output")) output.textContent = "";
  draw();
  try {
    await readDevice(id);
  } catch (error) {
    find("device-answer").textContent = error.message;
  }
}

async function readDevice(id) {
  telemetry = [];   // what comes from now on is told, and may be in the answer too
  const [messages, twin] = await Promise.all([call("readTelemetry", id, undefined, `?last=${shownMessages}`), call("readTwin", id)]);
  if (id !== selected) return;
  messages.forEach(addMessage);
  isTelemetryNew = true;
  drawTwin(twin);
  draw();
}

function addMessage(message) {
  if (telemetry.some(known => known.number === message.number)) return;
  telemetry.unshift(message);
  telemetry.sort((left, right) => right.number - left.number);
  telemetry.length = Math.min(telemetry.length, shownMessages);
  isTelemetryNew = true;
}

async function readAll() {
  const [health, list, allFaults] = await Promise.all([call("health"), call("listDevices"), call("listFaults")]);
  find("scope").textContent = `ID Scope ${health.idScope}`;
  devices.clear();
  for (const device of list) devices.set(device.deviceId, device);
  drawFaults(allFaults);
  if (!devices.has(selected)) {
    if (list.length > 0) await select(list[0].deviceId);
  } else {
    await readDevice(selected);
  }
  draw();
}

function listen() {
  const stream = find("stream");
  const show = (className, text) => {
    stream.className = className;
    stream.textContent = text;
  };
  const read = () => readAll().then(() => show("live", "live"), error => show("away", error.message));
  const source = new EventSource(eventsPath);
  const on = (name, handle) => source.addEventListener(name, event => handle(JSON.parse(event.data)));
  source.addEventListener("open", read);
  source.addEventListener("error", () => show("away", "the emulator does not answer"));
  on("lost", read);
  on("faults", drawFaults);
  on("device", device => {
    devices.set(device.deviceId, device);
    draw();
  });
  on("deleted", device => {
    devices.delete(device.deviceId);
    draw();
  });
  on("telemetry", event => {
    const device = devices.get(event.deviceId);
    if (device !== undefined) {
      device.lastTelemetryTime = event.message.arrivedAt;
      device.telemetryCount = Math.max(device.telemetryCount, event.message.number);
      lastPayloads.set(event.deviceId, textOf(event.message.payload));
    }
    if (event.deviceId === selected) addMessage(event.message);
    draw();
  });
  on("twin", twin => {
    if (twin.deviceId === selected) drawTwin(twin);
  });
}

// What the operator does

function onSubmit(id, work) {
  const form = find(id);
  form.addEventListener("submit", event => {
    event.preventDefault();
    tell(form.querySelector("output"), () => work(new FormData(form), selected));
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("That is not JSON.");
  }
}

onSubmit("desired-form", async (form, id) => {
  const twin = await call("changeTwin", id, { properties: { desired: parse(form.get("patch")) } });
  return `version ${twin.properties.desired.$version}`;
});

onSubmit("method-form", async (form, id) => {
  const body = { methodName: form.get("method"), responseTimeoutInSeconds: 10 };
  if (form.get("payload").trim() !== "") body.payload = parse(form.get("payload"));
  const answer = await call("invokeMethod", id, body);
  return `${answer.status}  ${answer.payload === null ? "" : JSON.stringify(answer.payload)}`;
});

onSubmit("message-form", async (form, id) => {
  const command = form.get("command").trim();
  const body = command === "" ? { payload: form.get("payload") } : { payload: form.get("payload") || "@", properties: { "method-name": command } };
  await call("sendMessage", id, body);
  return "queued";
});

find("drop").addEventListener("click", () => tell(find("device-answer"), async () => { await call("dropConnection", selected); return "dropped"; }));

find("enable").addEventListener("click", () => tell(find("device-answer"), async () => {
  const status = devices.get(selected).status === "disabled" ? "enabled" : "disabled";
  await call("setDevice", selected, { status });
  return status;
}));

find("clear").addEventListener("click", () => tell(find("faults-answer"), async () => { await call("clearFaults"); return "all off"; }));

listen();
