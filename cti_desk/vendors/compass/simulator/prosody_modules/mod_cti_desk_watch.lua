-- Tells the simulator who logs in, who is present and who goes, keeps to the platform's limit of
-- connections, serves the web under the platform's other names, and ends this server when the
-- simulator that started it is gone.

local st = require "util.stanza";

local watcher = module:get_option_string("cti_desk_watcher");
local most = module:get_option_number("cti_desk_most_connections", 10);

local function tell(what, jid, text)
	module:send(st.message({ from = module.host, to = watcher, type = "headline" })
		:tag("seen", { xmlns = "urn:cti-desk:simulator", what = what, jid = jid, text = text }));
end

module:hook("authentication-success", function (event)
	tell("login", event.session.username.."@"..module.host);
end);

module:hook("authentication-failure", function (event)
	tell("refused", nil, event.condition);
end);

module:hook("pre-resource-bind", function (event)
	local user = prosody.hosts[module.host].sessions[event.session.username];
	local count = 0;
	for resource in pairs(user and user.sessions or {}) do
		if resource ~= event.resource then
			count = count + 1;
		end
	end
	if count >= most then
		event.error = { type = "wait", condition = "resource-constraint", text = "Too many connections" };
		return false;
	end
end);

-- Before the privacy lists, which keep the presence of who is invisible from everybody.
module:hook("pre-presence/bare", function (event)
	local presence = event.stanza;
	if presence.attr.to == nil then
		if presence.attr.type == nil then
			tell("available", event.origin.full_jid, presence:get_child_text("priority") or "0");
		elseif presence.attr.type == "unavailable" then
			tell("gone", event.origin.full_jid);
		end
	end
end, 600);

module:hook("resource-unbind", function (event)
	tell("gone", event.session.full_jid);
end);

-- Asked by the simulator: what its variants want of us. The answer is also the last word, behind
-- which nothing that a client did before is still on its way.
local invisible = true;

module:hook("iq-set/host/urn:cti-desk:simulator:query", function (event)
	if event.stanza.attr.from == watcher then
		invisible = event.stanza.tags[1].attr.invisible ~= "no";
		event.origin.send(st.reply(event.stanza));
		return true;
	end
end);

module:hook("iq/bare/jabber:iq:privacy:query", function (event)
	if not invisible then
		event.origin.send(st.error_reply(event.stanza, "cancel", "feature-not-implemented"));
		return true;
	end
end, 10);

local function parent_lives(pid)
	local file = io.open("/proc/"..pid.."/stat");
	if file then
		file:close();
	end
	return file ~= nil;
end

local parent = module:get_option_string("cti_desk_parent");
if parent and parent_lives("self") then
	module:add_timer(2, function ()
		if not parent_lives(parent) then
			prosody.main_thread:run(function ()
				prosody.shutdown("The simulator is gone");
			end);
			return nil;
		end
		return 2;
	end);
end

-- Prosody refuses TLS to a name that is none of its hosts. The platform's web address, bosh., is
-- none, nor is localhost; the certificate is good for all of them.
local aliases = module:get_option_array("cti_desk_aliases", {});
local host = module.host;

local function serve_aliases()
	for _, _, _, _, service in require "core.portmanager".get_active_services():iter("https", nil, nil, nil) do
		local names = service.server.hosts;
		for _, alias in ipairs(aliases) do
			names[alias] = names[alias] or names[host];
		end
	end
end

module:hook_global("server-started", serve_aliases);
module:hook_global("config-reloaded", serve_aliases, -2);
