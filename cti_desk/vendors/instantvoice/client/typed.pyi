# Written by scripts/make_stubs.py from the declarations of the methods.
from abc import ABCMeta
from typing import Literal, Unpack, overload

from cti_desk.vendors.instantvoice.client import typed_arguments as takes
from cti_desk.vendors.instantvoice.client import typed_replies as holds
from cti_desk.vendors.instantvoice.client.calling import Calling

class TypedCalls(Calling, metaclass=ABCMeta):
    @overload
    async def call(
        self, method: Literal["AgentLogin"], /, **arguments: Unpack[takes.AgentLoginArguments]
    ) -> str:
        """Log the agent in, so that they can make and receive calls."""
    @overload
    async def call(
        self, method: Literal["AgentLogoff"], /, **arguments: Unpack[takes.AgentLogoffArguments]
    ) -> str:
        """Log the agent off."""
    @overload
    async def call(
        self, method: Literal["AgentPause"], /, **arguments: Unpack[takes.AgentPauseArguments]
    ) -> str:
        """Pause the agent: no calls reach them."""
    @overload
    async def call(
        self, method: Literal["AgentUnpause"], /, **arguments: Unpack[takes.AgentUnpauseArguments]
    ) -> str:
        """Let calls reach the agent again."""
    @overload
    async def call(
        self, method: Literal["BlindTransfer"], /, **arguments: Unpack[takes.BlindTransferArguments]
    ) -> str:
        """Move all calls the agent has taken to another number."""
    @overload
    async def call(
        self, method: Literal["NewCall"], /, **arguments: Unpack[takes.NewCallArguments]
    ) -> str:
        """Ring the agent's telephone, then call the number."""
    @overload
    async def call(
        self, method: Literal["Hangup"], /, **arguments: Unpack[takes.HangupArguments]
    ) -> str:
        """End a call."""
    @overload
    async def call(
        self, method: Literal["SendSms"], /, **arguments: Unpack[takes.SendSmsArguments]
    ) -> str:
        """Send a text message to a mobile telephone."""
    @overload
    async def call(
        self, method: Literal["NewCallBack"], /, **arguments: Unpack[takes.NewCallBackArguments]
    ) -> str:
        """Add a call to the list of call-backs."""
    @overload
    async def call(
        self, method: Literal["AgentAdd"], /, **arguments: Unpack[takes.AgentAddArguments]
    ) -> str:
        """Add an agent."""
    @overload
    async def call(
        self, method: Literal["AgentDelete"], /, **arguments: Unpack[takes.AgentDeleteArguments]
    ) -> str:
        """Delete an agent."""
    @overload
    async def call(
        self, method: Literal["AgentModify"], /, **arguments: Unpack[takes.AgentModifyArguments]
    ) -> str:
        """Change an agent. What is not given stays as it is."""
    @overload
    async def call(
        self, method: Literal["AgentList"], /, **arguments: Unpack[takes.AgentListArguments]
    ) -> list[int]:
        """The numbers of an accountcode's agents."""
    @overload
    async def call(
        self, method: Literal["AgentInfo"], /, **arguments: Unpack[takes.AgentInfoArguments]
    ) -> holds.AgentInfoRecord:
        """All information about an agent."""
    @overload
    async def call(
        self, method: Literal["AgentLineAdd"], /, **arguments: Unpack[takes.AgentLineAddArguments]
    ) -> str:
        """Add lines to an agent."""
    @overload
    async def call(
        self,
        method: Literal["AgentLineDelete"],
        /,
        **arguments: Unpack[takes.AgentLineDeleteArguments],
    ) -> str:
        """Delete a line of an agent."""
    @overload
    async def call(
        self,
        method: Literal["AgentLineModify"],
        /,
        **arguments: Unpack[takes.AgentLineModifyArguments],
    ) -> str:
        """Allow or forbid calls on a line. What is not given stays as it is."""
    @overload
    async def call(
        self, method: Literal["AgentLineList"], /, **arguments: Unpack[takes.AgentLineListArguments]
    ) -> list[holds.AgentLineListRecord]:
        """The agent's lines and the calls on them."""
    @overload
    async def call(
        self, method: Literal["AgentQueueAdd"], /, **arguments: Unpack[takes.AgentQueueAddArguments]
    ) -> str:
        """Make an agent a member of queues."""
    @overload
    async def call(
        self,
        method: Literal["AgentQueueDelete"],
        /,
        **arguments: Unpack[takes.AgentQueueDeleteArguments],
    ) -> str:
        """Take an agent out of a queue."""
    @overload
    async def call(
        self,
        method: Literal["AgentQueueModify"],
        /,
        **arguments: Unpack[takes.AgentQueueModifyArguments],
    ) -> str:
        """Change an agent's priority in a queue."""
    @overload
    async def call(
        self,
        method: Literal["AgentQueueList"],
        /,
        **arguments: Unpack[takes.AgentQueueListArguments],
    ) -> list[holds.AgentQueueListRecord]:
        """The agent's queues, with their priority in each."""
    @overload
    async def call(
        self,
        method: Literal["AgentQueueMembers"],
        /,
        **arguments: Unpack[takes.AgentQueueMembersArguments],
    ) -> list[holds.AgentQueueMembersRecord]:
        """The agents of a queue, with each one's priority."""
    @overload
    async def call(
        self,
        method: Literal["AgentAddPermission"],
        /,
        **arguments: Unpack[takes.AgentAddPermissionArguments],
    ) -> str:
        """Put an agent into a permission group."""
    @overload
    async def call(
        self,
        method: Literal["AgentDeletePermission"],
        /,
        **arguments: Unpack[takes.AgentDeletePermissionArguments],
    ) -> str:
        """Take an agent out of the permission group."""
    @overload
    async def call(
        self,
        method: Literal["AgentModifyPermission"],
        /,
        **arguments: Unpack[takes.AgentModifyPermissionArguments],
    ) -> str:
        """Put an agent into another permission group."""
    @overload
    async def call(
        self,
        method: Literal["AgentInfoPermission"],
        /,
        **arguments: Unpack[takes.AgentInfoPermissionArguments],
    ) -> str:
        """The permission group of an agent."""
    @overload
    async def call(
        self,
        method: Literal["SipUserAddPermission"],
        /,
        **arguments: Unpack[takes.SipUserAddPermissionArguments],
    ) -> str:
        """Put a SIP user into a permission group."""
    @overload
    async def call(
        self,
        method: Literal["SipUserDeletePermission"],
        /,
        **arguments: Unpack[takes.SipUserDeletePermissionArguments],
    ) -> str:
        """Take a SIP user out of the permission group."""
    @overload
    async def call(
        self,
        method: Literal["SipUserModifyPermission"],
        /,
        **arguments: Unpack[takes.SipUserModifyPermissionArguments],
    ) -> str:
        """Put a SIP user into another permission group."""
    @overload
    async def call(
        self,
        method: Literal["SipUserInfoPermission"],
        /,
        **arguments: Unpack[takes.SipUserInfoPermissionArguments],
    ) -> str:
        """The permission group of a SIP user."""
    @overload
    async def call(
        self, method: Literal["QueueAdd"], /, **arguments: Unpack[takes.QueueAddArguments]
    ) -> str:
        """Add a queue."""
    @overload
    async def call(
        self, method: Literal["QueueModify"], /, **arguments: Unpack[takes.QueueModifyArguments]
    ) -> str:
        """Change a queue. What is not given stays as it is."""
    @overload
    async def call(
        self, method: Literal["QueueDelete"], /, **arguments: Unpack[takes.QueueDeleteArguments]
    ) -> str:
        """Delete a queue."""
    @overload
    async def call(
        self, method: Literal["QueueList"], /, **arguments: Unpack[takes.QueueListArguments]
    ) -> list[str]:
        """The numbers of an accountcode's queues."""
    @overload
    async def call(
        self, method: Literal["QueueInfo"], /, **arguments: Unpack[takes.QueueInfoArguments]
    ) -> holds.QueueInfoRecord:
        """All information about a queue."""
    @overload
    async def call(
        self, method: Literal["SipUserAdd"], /, **arguments: Unpack[takes.SipUserAddArguments]
    ) -> str:
        """Add a SIP user."""
    @overload
    async def call(
        self, method: Literal["SipUserModify"], /, **arguments: Unpack[takes.SipUserModifyArguments]
    ) -> str:
        """Change a SIP user. What is not given stays as it is."""
    @overload
    async def call(
        self, method: Literal["SipUserDelete"], /, **arguments: Unpack[takes.SipUserDeleteArguments]
    ) -> str:
        """Delete a SIP user."""
    @overload
    async def call(
        self, method: Literal["SipUserList"], /, **arguments: Unpack[takes.SipUserListArguments]
    ) -> list[str]:
        """The names of an accountcode's SIP users."""
    @overload
    async def call(
        self, method: Literal["SipUserInfo"], /, **arguments: Unpack[takes.SipUserInfoArguments]
    ) -> holds.SipUserInfoRecord:
        """All information about a SIP user."""
