-- A dissector for Transom's protocol (core/protocol/PROTOCOL.md), for Wireshark and tshark 3.4 and later.
-- Copy it to the folder of personal Lua plugins (Help, About Wireshark, Folders), or: tshark -X lua_script:transom.lua -r FILE
--
-- It finds unencrypted sessions by their HELLO, on any port. Encrypted ones need the keys of the TLS session; port 7160 is then
-- decoded by the protocol name that TLS has agreed on, "transom/1".

local transom = Proto("transom", "Transom")

-- The table of messages. A test compares it with core/protocol/message_table.cpp.
local messages = {
    [0x01] = { name = "HELLO", payload = "json", largest = 4096, secret = false },
    [0x02] = { name = "AUTH_START", payload = "json", largest = 4096, secret = false },
    [0x03] = { name = "AUTH_CHALLENGE", payload = "json", largest = 4096, secret = true },
    [0x04] = { name = "AUTH_RESPONSE", payload = "json", largest = 4096, secret = true },
    [0x05] = { name = "AUTH_DONE", payload = "json", largest = 4096, secret = true },
    [0x06] = { name = "AUTH_FAILED", payload = "json", largest = 4096, secret = false },
    [0x07] = { name = "PING", payload = "opaque8", largest = 8, secret = false },
    [0x08] = { name = "PONG", payload = "opaque8", largest = 8, secret = false },
    [0x09] = { name = "GOODBYE", payload = "json", largest = 4096, secret = false },
    [0x0a] = { name = "ACCOUNT", payload = "json", largest = 4096, secret = false },
    [0x10] = { name = "OPEN", payload = "json", largest = 65536, secret = false },
    [0x11] = { name = "ACCEPT", payload = "json", largest = 65536, secret = false },
    [0x12] = { name = "REJECT", payload = "json", largest = 4096, secret = false },
    [0x13] = { name = "DATA", payload = "raw", largest = 262144, secret = false },
    [0x14] = { name = "CREDIT", payload = "count32", largest = 4, secret = false },
    [0x15] = { name = "END", payload = "json", largest = 65536, secret = false },
    [0x16] = { name = "CANCEL", payload = "none", largest = 0, secret = false },
    [0x20] = { name = "CHAT_SAY", payload = "json", largest = 65536, secret = false },
    [0x21] = { name = "CHAT_LINE", payload = "json", largest = 65536, secret = false },
    [0x22] = { name = "CHAT_JOIN", payload = "json", largest = 65536, secret = false },
    [0x23] = { name = "CHAT_LEAVE", payload = "json", largest = 65536, secret = false },
    [0x24] = { name = "CHAT_ROOM", payload = "json", largest = 65536, secret = false },
    [0x25] = { name = "CHAT_PRESENCE", payload = "json", largest = 65536, secret = false },
    [0x26] = { name = "CHAT_HISTORY", payload = "json", largest = 65536, secret = false },
    [0x27] = { name = "CHAT_PAGE", payload = "json", largest = 65536, secret = false },
    [0x28] = { name = "CHAT_READ", payload = "json", largest = 65536, secret = false },
    [0x29] = { name = "CHAT_REFUSED", payload = "json", largest = 65536, secret = false },
    [0x30] = { name = "COMMAND_SIGNAL", payload = "json", largest = 4096, secret = false },
    [0x31] = { name = "COMMAND_RESIZE", payload = "json", largest = 4096, secret = false },
    [0x38] = { name = "FILES_ENTRIES", payload = "json", largest = 65536, secret = false },
    [0x39] = { name = "FILES_RESUME", payload = "json", largest = 4096, secret = false },
    [0x3a] = { name = "FILES_RESULTS", payload = "json", largest = 65536, secret = false },
    [0x3f] = { name = "FILES_BIN_ENTRIES", payload = "json", largest = 65536, secret = false },
    [0x40] = { name = "DELIVER_ITEMS", payload = "json", largest = 65536, secret = false },
    [0x41] = { name = "DELIVER_FILES", payload = "json", largest = 65536, secret = false },
    [0x42] = { name = "DELIVER_PEOPLE", payload = "json", largest = 65536, secret = false },
    [0x43] = { name = "DELIVER_CHANGED", payload = "json", largest = 65536, secret = false },
}

local HEADER = 12
local LARGEST_UNKNOWN = 65536

local names = {}
for number, message in pairs(messages) do names[number] = message.name end

local f = transom.fields
f.length = ProtoField.uint32("transom.length", "Length", base.DEC)
f.type = ProtoField.uint8("transom.type", "Type", base.HEX, names)
f.flags = ProtoField.uint8("transom.flags", "Flags", base.HEX)
f.standard_error = ProtoField.bool("transom.flags.stderr", "Standard error", 8, nil, 0x01)
f.critical = ProtoField.bool("transom.flags.critical", "Critical", 8, nil, 0x80)
f.reserved = ProtoField.uint16("transom.reserved", "Reserved", base.HEX)
f.channel = ProtoField.uint32("transom.channel", "Channel", base.DEC)
f.json = ProtoField.string("transom.json", "JSON")
f.data = ProtoField.bytes("transom.data", "Data")
f.secret = ProtoField.bytes("transom.secret", "Secret")
f.opaque = ProtoField.bytes("transom.opaque", "Opaque")
f.count = ProtoField.uint32("transom.count", "Bytes granted", base.DEC)

local bad_reserved = ProtoExpert.new("transom.bad_reserved", "The reserved field is not 0", expert.group.PROTOCOL, expert.severity.ERROR)
local too_large = ProtoExpert.new("transom.too_large", "Larger than the limit of its type", expert.group.PROTOCOL, expert.severity.ERROR)
transom.experts = { bad_reserved, too_large }

local json_dissector = Dissector.get("json")

local function frame_length(tvb, _, offset)
    return HEADER + tvb(offset, 4):uint()
end

local function show_payload(message, range, pinfo, tree)
    if range:len() == 0 then return end
    if message and message.secret then
        tree:add(f.secret, range)
    elseif message and message.payload == "json" then
        tree:add(f.json, range)
        json_dissector:call(range:tvb(), pinfo, tree)
    elseif message and message.payload == "count32" and range:len() == 4 then
        tree:add(f.count, range)
    elseif message and message.payload == "opaque8" then
        tree:add(f.opaque, range)
    else
        tree:add(f.data, range)
    end
end

local function dissect_frame(tvb, pinfo, root)
    local length = tvb(0, 4):uint()
    local number = tvb(4, 1):uint()
    local message = messages[number]
    local name = message and message.name or string.format("0x%02x", number)
    local channel = tvb(8, 4):uint()

    local tree = root:add(transom, tvb(), string.format("Transom, %s, channel %d, %d bytes", name, channel, length))
    local length_item = tree:add(f.length, tvb(0, 4))
    tree:add(f.type, tvb(4, 1))
    local flags = tree:add(f.flags, tvb(5, 1))
    flags:add(f.standard_error, tvb(5, 1))
    flags:add(f.critical, tvb(5, 1))
    local reserved = tree:add(f.reserved, tvb(6, 2))
    if tvb(6, 2):uint() ~= 0 then reserved:add_proto_expert_info(bad_reserved) end
    tree:add(f.channel, tvb(8, 4))
    if length > (message and message.largest or LARGEST_UNKNOWN) then length_item:add_proto_expert_info(too_large) end

    if tvb:len() > HEADER then show_payload(message, tvb(HEADER), pinfo, tree) end

    -- After the payload: the dissector of JSON writes into the columns, too.
    pinfo.cols.protocol = "Transom"
    pinfo.cols.info:append((channel == 0 and " %s" or " %s(" .. channel .. ")"):format(name))
    return tvb:len()
end

function transom.dissector(tvb, pinfo, tree)
    pinfo.cols.protocol = "Transom"
    pinfo.cols.info = ""
    dissect_tcp_pdus(tvb, tree, HEADER, frame_length, dissect_frame)
    return tvb:len()
end

-- A HELLO on channel 0, of a size that one can have, and JSON after it.
local function looks_like_transom(tvb, pinfo, tree)
    if tvb:len() < HEADER + 1 then return false end
    if tvb(4, 1):uint() ~= 0x01 or tvb(6, 2):uint() ~= 0 or tvb(8, 4):uint() ~= 0 then return false end
    if tvb(0, 4):uint() > messages[0x01].largest or tvb(HEADER, 1):uint() ~= 0x7b then return false end
    pinfo.conversation = transom
    transom.dissector(tvb, pinfo, tree)
    return true
end

transom:register_heuristic("tcp", looks_like_transom)
-- "Decode As" takes it for any port; 7160 is tried without being asked.
DissectorTable.get("tcp.port"):add(7160, transom)
pcall(function() DissectorTable.get("tls.alpn"):add("transom/1", transom) end)
